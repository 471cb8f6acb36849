package io.joulebook.collector.report;

import io.joulebook.collector.Joules;
import io.joulebook.collector.Source;
import io.joulebook.collector.feed.vendor.Feeds;
import io.joulebook.collector.grid.FeedName;
import io.joulebook.collector.grid.Zone;
import io.joulebook.collector.receiptlog.FileHead;
import io.joulebook.collector.receiptlog.Gap;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What has to be said beside the figures, in the text as in the JSON. */
final class Disclosures {
  static final String BOUNDARY =
      "the metered devices, as long as the meter ran; CPU, memory, network, training and users'"
          + " devices are outside unless metered";
  static final String METHOD =
      "SCI = (E x I + M) per R, ISO/IEC 21031:2024; E: kWh of calls x PUE, idle and unattributed"
          + " energy of a device spread over its calls in proportion; I: location-based, of the five minutes of"
          + " use; M: TE x time / (lifetime x utilisation) x share, idle time spread likewise";
  static final String CAVEAT =
      "Joulebook does not know whether another model does the same work, or answers as well.";

  private static final String EMBER =
      "Contains yearly electricity data by Ember (data years 2022-2024), https://ember-energy.org,"
          + " CC-BY-4.0; changed: zone codes added, non-positive values dropped.";
  private static final double JOULES_PER_KWH = 3.6e6;
  private static final BigDecimal SECONDS_PER_DAY = BigDecimal.valueOf(86_400);

  private Disclosures() {}

  /** Warnings that belong at the head: energy that nobody has measured, books out of balance. */
  static List<String> warnings(ReportData findings) {
    List<String> warnings = new ArrayList<>();
    Map<Source, Joules> sources = findings.sources();
    invented(sources, Source.SIMULATED, "SIMULATED", "invented, of a GPU that does not exist")
        .forEach(warnings::add);
    invented(sources, Source.ESTIMATE, "ESTIMATED", "from a model of the device, not measured")
        .forEach(warnings::add);
    findings.devices().stream()
        .filter(device -> !device.isBalanced())
        .map(Disclosures::imbalance)
        .forEach(warnings::add);
    Set<String> shared = findings.books().shared;
    if (!shared.isEmpty()) {
      warnings.add(
          "SHARED: other agents metered "
              + String.join(", ", shared)
              + " too, and each has all of its energy: files of several of them have it several"
              + " times");
    }
    unpriced(findings.calls()).forEach(warnings::add);
    trail(findings).forEach(warnings::add);
    return warnings;
  }

  private static List<String> trail(ReportData findings) {
    ReceiptTrail trail = findings.trail();
    List<String> warnings = new ArrayList<>();
    for (Gap gap : trail.gaps()) {
      warnings.add(
          String.format(
              Locale.ROOT,
              "GAP: %,d receipts and %,d statements from %s to %s are in no file (%s)",
              gap.receipts(),
              gap.statements(),
              gap.from(),
              gap.to(),
              gap.reason()));
    }
    for (Path copy : trail.copies()) {
      warnings.add("LEFT OUT: " + copy + " begins as another file does: it is a copy");
    }
    String zone = findings.request().grid().zone().map(Zone::code).orElse("unset");
    for (String other : trail.configured("grid.zone")) {
      if (!zone.equals(other) && !other.startsWith("cloud:")) {
        warnings.add(
            "ZONE: files were written with grid.zone " + other + ", this report is of " + zone);
      }
    }
    return warnings;
  }

  /** Who wrote the files. */
  static String writers(ReceiptTrail trail) {
    Set<String> versions = new TreeSet<>();
    Set<String> runs = new TreeSet<>();
    Set<String> prices = new TreeSet<>();
    for (FileHead head : trail.heads()) {
      versions.add(head.version());
      runs.add(head.run());
      head.price().ifPresent(price -> prices.add(said(price)));
    }
    return runs.size()
        + (runs.size() == 1 ? " run of " : " runs of ")
        + String.join(", ", versions)
        + (prices.isEmpty() ? "" : "; static " + String.join("; ", prices));
  }

  private static String said(FileHead.TablePrice price) {
    return thousandths(price.milligramsPerKwh())
        + " g/kWh ("
        + price.row()
        + ", "
        + price.year()
        + ", "
        + price.table()
        + ")";
  }

  private static List<String> unpriced(Priced calls) {
    Joules none = calls.unpricedNow.values().stream().reduce(Joules.ZERO, Joules::plus);
    return none.isZero()
        ? List.of()
        : List.of(
            "UNPRICED: " + NumberFormat.joules(none) + " of calls are in no gram of this report");
  }

  private static List<String> invented(
      Map<Source, Joules> sources, Source source, String what, String why) {
    if (!sources.containsKey(source)) {
      return List.of();
    }
    Joules some = sources.getOrDefault(source, Joules.ZERO);
    Joules all = sources.values().stream().reduce(Joules.ZERO, Joules::plus);
    return List.of(
        String.format(
            "%s: %s of %s (%s) are %s",
            what,
            NumberFormat.joules(some),
            NumberFormat.joules(all),
            NumberFormat.percent(some.toDouble(), all.toDouble()),
            why));
  }

  private static String imbalance(DeviceFigures device) {
    return String.format(
        "OUT OF BALANCE: device %s measured %s other than its accounts hold, and stated a residual"
            + " of %s; this is a bug, please report it",
        device.sums().usage.device().id(),
        device.sums().usage.difference(),
        device.sums().usage.worstResidual());
  }

  /** Whether figures may still change, and of which days. */
  static String finality(ReportData findings) {
    Instant limit = findings.finalBefore();
    if (limit.equals(Instant.MAX)) {
      return "final: prices that do not depend on time are not revised";
    }
    boolean later = findings.books().last().filter(limit::isBefore).isPresent();
    boolean earlier = findings.books().first().filter(limit::isAfter).isPresent();
    if (!later) {
      return "final: all of it is older than 90 days";
    }
    return earlier
        ? "final before " + limit + "; later days may still be revised"
        : "may still be revised: it is younger than 90 days";
  }

  /** The factors that turn joules into grams, which the specification wants to be stated. */
  static List<String> factors(ReportData findings) {
    List<String> factors = new ArrayList<>();
    factors.add("1 kWh = 3,600,000 J");
    factors.add("PUE " + pue(findings.request()));
    if (!findings.calls().nowEnergy().isZero()) {
      double mean = findings.calls().gramsPerMicro() * 1e6 * JOULES_PER_KWH;
      double own = mean / findings.request().factor().toDouble();
      factors.add(
          String.format(Locale.ROOT, "mean intensity of the calls' energy %.1f g/kWh", own));
    }
    findings
        .request()
        .footprint()
        .embodied()
        .forEach(
            made ->
                factors.add(
                    String.format(
                        "embodied %s: TE %s kg, lifetime %s days, share %s, utilisation %s (%s)",
                        made.device(),
                        plain(BigDecimal.valueOf(made.total().nanos(), 12)),
                        plain(
                            BigDecimal.valueOf(made.lifetime().toSeconds())
                                .divide(SECONDS_PER_DAY, 6, RoundingMode.HALF_UP)),
                        thousandths(made.shareThousandths()),
                        thousandths(made.utilisationThousandths()),
                        made.origin())));
    return factors;
  }

  private static String thousandths(long thousandths) {
    return plain(BigDecimal.valueOf(thousandths, 3));
  }

  private static String plain(BigDecimal number) {
    return number.stripTrailingZeros().toPlainString();
  }

  /** The facility factor, and where it comes from. */
  static String pue(ReportRequest request) {
    return thousandths(request.factor().thousandths())
        + (request.pue().isPresent() ? " (configured)" : " (assumed: pue is unset)");
  }

  /** The lines that licences want beside the figures. */
  static List<String> attributions(ReportData findings) {
    Set<String> lines = new TreeSet<>();
    feeds(findings)
        .forEach(
            name -> {
              if (name.equals(FeedName.STATIC)) {
                lines.add(EMBER);
              } else if (name.isLive()) {
                lines.add(Feeds.attribution(name, findings.request().grid().options()));
              }
            });
    lines.remove("");
    return List.copyOf(lines);
  }

  // As first known and as known now may stand on different feeds. A price in the history may be of
  // a feed that only another version can name.
  private static Set<FeedName> feeds(ReportData findings) {
    return Stream.of(findings.calls(), findings.accounts())
        .map(Priced::feeds)
        .flatMap(Collection::stream)
        .map(feed -> feed.split(":", -1)[0])
        .filter(FeedName::isName)
        .map(FeedName::new)
        .collect(Collectors.toSet());
  }
}
