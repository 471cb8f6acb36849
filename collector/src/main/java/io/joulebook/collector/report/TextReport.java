package io.joulebook.collector.report;

import io.joulebook.collector.Joules;
import io.joulebook.collector.Source;
import io.joulebook.collector.grid.Zone;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** A report for people: plain text, at most 120 columns wide. */
final class TextReport {
  private static final int WIDTH = 118;
  private static final int MOST_FILES = 20;

  private final ReportData findings;
  private final StringBuilder out = new StringBuilder();

  private TextReport(ReportData findings) {
    this.findings = findings;
  }

  static String of(ReportData findings) {
    return new TextReport(findings).write();
  }

  private String write() {
    head();
    if (findings.books().isEmpty()) {
      title("Nothing");
      wrapped("", "No call and no statement begins in this period.");
      return out.toString();
    }
    TextTables tables = new TextTables(findings, out);
    tables.calls();
    tables.grams();
    tables.score();
    tables.devices();
    tables.shares();
    comparisons();
    notes();
    return out.toString();
  }

  // ---- head

  private void head() {
    ReportRequest request = findings.request();
    out.append("Joulebook report (").append(request.version()).append(")\n\n");
    Disclosures.warnings(findings).forEach(warning -> wrapped("!!", warning));
    field("period", period());
    field("as of", request.asOf().map(Instant::toString).orElse("now, " + request.now()));
    field("receipts", receipts());
    field("files", files());
    if (!findings.trail().heads().isEmpty()) {
      field("written by", Disclosures.writers(findings.trail()));
    }
    field("energy from", sources());
    field("PUE", Disclosures.pue(request));
    field("prices", prices());
    if (findings.prices().prices().isLive()) {
      field("history", history());
    }
    field("finality", Disclosures.finality(findings));
  }

  private String period() {
    Period period = findings.request().period();
    String asked =
        period.from().map(Instant::toString).orElse("the first entry")
            + " to "
            + period.to().map(Instant::toString).orElse("the last entry");
    PeriodTotals books = findings.books();
    return books.first().isEmpty()
        ? asked
        : asked + "; entries from " + books.first().get() + " to " + books.last().orElseThrow();
  }

  private String receipts() {
    EntryFile.Count count = findings.trail().count();
    String lines =
        NumberFormat.count(findings.books().entries)
            + " entries of the period in "
            + NumberFormat.count(count.lines())
            + " lines";
    return count.damaged() == 0
        ? lines
        : lines + "; " + NumberFormat.count(count.damaged()) + " damaged or torn and LEFT OUT";
  }

  private String files() {
    Map<Path, EntryFile.Count> files = findings.trail().files();
    String text =
        files.keySet().stream()
            .limit(MOST_FILES)
            .map(Path::toString)
            .collect(Collectors.joining(", "));
    return NumberFormat.count(files.size())
        + ": "
        + text
        + (files.size() > MOST_FILES ? ", and so on; --json has all" : "");
  }

  private String sources() {
    Map<Source, Joules> sources = findings.sources();
    double all = sources.values().stream().mapToDouble(Joules::toDouble).sum();
    String text =
        sources.entrySet().stream()
            .map(
                entry ->
                    entry.getKey().label()
                        + " "
                        + NumberFormat.percent(entry.getValue().toDouble(), all))
            .collect(Collectors.joining(", "));
    return text.isEmpty() ? "no source" : text;
  }

  private String prices() {
    PastPrices prices = findings.prices().prices();
    String feeds =
        findings.request().grid().ladder().stream()
            .map(Object::toString)
            .collect(Collectors.joining(", "));
    String zone = findings.request().grid().zone().map(Zone::code).orElse("unset");
    String text = "feeds " + feeds + "; zone " + zone;
    return prices.isLive() ? text + "; " + prices.method() : text;
  }

  private String history() {
    PastPrices prices = findings.prices().prices();
    List<String> parts = new ArrayList<>();
    parts.add(NumberFormat.count(prices.used()) + " lines used");
    if (prices.used() == 0) {
      parts.add("NONE of this zone and time: live feeds price nothing");
    }
    count(parts, prices.foreign(), "of another zone, signal or basis left out");
    count(parts, prices.later(), "known later left out");
    new TreeMap<>(findings.prices().damaged())
        .forEach((why, lines) -> count(parts, lines, why + " left out"));
    return String.join("; ", parts);
  }

  private static void count(List<String> parts, long lines, String what) {
    if (lines > 0) {
      parts.add(NumberFormat.count(lines) + " " + what);
    }
  }

  // ---- the rest

  private void comparisons() {
    if (findings.comparisons().isEmpty()) {
      return;
    }
    title("Models with the same work? Measured calls, own operational use, as known now");
    for (Comparison comparison : findings.comparisons()) {
      ComparisonText.writeTo(out, comparison);
      comparison
          .savings()
          .forEach(saving -> wrapped("  ->", ComparisonText.saving(comparison, saving)));
    }
    wrapped("", Disclosures.CAVEAT);
  }

  private void notes() {
    title("What these figures are");
    field("boundary", Disclosures.BOUNDARY);
    field("method", Disclosures.METHOD);
    field("factors", String.join("; ", Disclosures.factors(findings)));
    field("off by", OFF_BY);
    List<String> lines = Disclosures.attributions(findings);
    lines.forEach(line -> field("attribution", line));
  }

  private static final String OFF_BY =
      "ranges add as squares: sensor gain 13 % (nvml), placement of calls (receipts), intensity by"
          + " tier: 10 % actual and estimated, 15 % second_feed and last_known, 20 % profile and"
          + " static, 40 % static_country, 60 % static_world; embodied 50 %. Those of intensities"
          + " and embodied are judgements";

  private void title(String text) {
    out.append('\n').append(text).append('\n');
  }

  private void field(String name, String text) {
    wrapped(String.format("%-11s", name), text);
  }

  /** A text whose further lines stand below its first. */
  private void wrapped(String mark, String text) {
    String margin = mark.isEmpty() ? "  " : "  " + " ".repeat(mark.length()) + "  ";
    StringBuilder line = new StringBuilder(mark.isEmpty() ? "  " : "  " + mark + "  ");
    int begin = line.length();
    for (String word : NumberFormat.name(text, 4_000).split(" ", -1)) {
      if (line.length() > begin && line.length() + 1 + word.length() > WIDTH) {
        out.append(line).append('\n');
        line = new StringBuilder(margin);
      }
      line.append(line.length() > begin ? " " : "").append(word);
    }
    out.append(line).append('\n');
  }
}
