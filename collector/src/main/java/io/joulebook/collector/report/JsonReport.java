package io.joulebook.collector.report;

import io.joulebook.collector.Account;
import io.joulebook.collector.Grams;
import io.joulebook.collector.Joules;
import io.joulebook.collector.grid.IntensityResult;
import io.joulebook.collector.grid.Zone;
import io.joulebook.collector.json.JsonLine;
import io.joulebook.collector.usage.SciScore;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** A report as one line of JSON. Units are in the names of the keys; docs/carbon.md has them. */
final class JsonReport {
  private static final int VERSION = 1;

  private final ReportData findings;
  private final JsonLine json = new JsonLine();

  private JsonReport(ReportData findings) {
    this.findings = findings;
  }

  static String of(ReportData findings) {
    return new JsonReport(findings).write();
  }

  private String write() {
    json.open().put("v", VERSION).put("type", "report");
    head();
    prices();
    json.openList("sources");
    findings
        .sources()
        .forEach(
            (source, energy) ->
                json.element()
                    .put("source", source.label())
                    .put("microjoules", energy.micros())
                    .close());
    json.closeList().openList("models");
    findings.models().forEach(this::model);
    json.closeList();
    totals();
    json.openList("devices");
    findings.devices().forEach(this::device);
    json.closeList();
    shares();
    new JsonComparisons(json).write(findings.comparisons());
    json.put("boundary", Disclosures.BOUNDARY).put("method", Disclosures.METHOD);
    texts("factors", Disclosures.factors(findings));
    texts("attributions", Disclosures.attributions(findings));
    return json.close().line();
  }

  // ---- head

  private void head() {
    ReportRequest request = findings.request();
    Period period = request.period();
    PeriodTotals books = findings.books();
    json.put("version", request.version())
        .put("madeAt", request.now().toString())
        .put("from", period.from().map(Instant::toString))
        .put("to", period.to().map(Instant::toString))
        .put("asOf", request.asOf().map(Instant::toString))
        .put("firstEntry", books.first().map(Instant::toString))
        .put("lastEntry", books.last().map(Instant::toString))
        .put("entries", books.entries)
        .put("lines", findings.trail().count().lines())
        .put("damagedLines", findings.trail().count().damaged())
        .put("pueThousandths", request.factor().thousandths())
        .put("pueConfigured", request.pue().isPresent());
    texts("warnings", Disclosures.warnings(findings));
    new JsonTrail(json).write(findings.trail());
  }

  private void prices() {
    PastPrices prices = findings.prices().prices();
    json.put("zone", findings.request().grid().zone().map(Zone::code))
        .put(
            "feeds",
            findings.request().grid().ladder().stream()
                .map(Object::toString)
                .collect(Collectors.joining(",")))
        .put("finality", Disclosures.finality(findings));
    if (prices.isLive()) {
      json.put("finalBefore", findings.finalBefore().toString())
          .put("signal", prices.method().signal().label())
          .put("basis", prices.method().basis().label())
          .openObject("historyLines")
          .put("used", prices.used())
          .put("foreign", prices.foreign())
          .put("later", prices.later());
      new TreeMap<>(findings.prices().damaged()).forEach(json::put);
      json.close();
    }
  }

  private void texts(String key, List<String> texts) {
    json.openList(key);
    texts.forEach(text -> json.element().put("text", text).close());
    json.closeList();
  }

  // ---- models

  private void model(ModelFigures model) {
    CallSums sums = model.sums();
    json.element()
        .put("model", model.key().model())
        .put("engine", model.key().engine())
        .put("operation", model.key().operation())
        .put("calls", sums.usage.calls())
        .put("measuredCalls", sums.usage.measuredCalls())
        .put("items", sums.usage.items())
        .put("measuredItems", sums.usage.measuredItems())
        .put("inputTokens", sums.usage.inputTokens())
        .put("outputTokens", sums.usage.outputTokens())
        .put(
            "measuredOutputTokens",
            sums.usage.outputTokens().isPresent()
                ? OptionalLong.of(sums.usage.measuredOutputTokens())
                : OptionalLong.empty())
        .put(
            "requests",
            model.requests() == 0 ? OptionalLong.empty() : OptionalLong.of(model.requests()));
    if (sums.usage.measuredCalls() > 0) {
      json.put("activeMicrojoules", sums.usage.active().micros())
          .put("baseMicrojoules", sums.usage.base().micros())
          .put("uncertaintyMicrojoules", Math.round(sums.usage.uncertaintyMicros()));
    }
    grams(model.priced());
    range(model.priced(), model.range());
    embodied(model.embodied());
    model.embodied().ifPresent(made -> range("embodied", Range.ofEmbodied(made.toDouble())));
    model.training().ifPresent(grams -> json.put("trainingNanograms", grams.nanos()));
    json.put("waterNanolitres", model.waterNanolitres());
    counters(model.priced());
    model.score().ifPresent(this::score);
    json.close();
  }

  private void embodied(Optional<Grams> made) {
    json.put("embodiedNanograms", nanos(made));
  }

  private void grams(Priced priced) {
    json.put("firstKnownNanograms", nanos(priced.knownFirst()))
        .put("nowNanograms", nanos(priced.knownNow()))
        .put("undecidedMicrojoules", priced.undecided().micros());
    reasons("unpricedFirstKnownMicrojoules", priced.unpricedFirst);
    reasons("unpricedNowMicrojoules", priced.unpricedNow);
  }

  static OptionalLong nanos(Optional<Grams> grams) {
    return grams.stream().mapToLong(Grams::nanos).findFirst();
  }

  private void reasons(String key, Map<IntensityResult.Reason, Joules> unpriced) {
    json.openObject(key);
    unpriced.forEach((reason, energy) -> json.put(reason.label(), energy.micros()));
    json.close();
  }

  private void range(Priced priced, Range range) {
    if (priced.knownNow().isPresent()) {
      range("", range);
    }
  }

  private void range(String of, Range range) {
    json.put(of.isEmpty() ? "lowNanograms" : of + "LowNanograms", nanograms(range.low()))
        .put(of.isEmpty() ? "highNanograms" : of + "HighNanograms", nanograms(range.high()));
  }

  static long nanograms(double grams) {
    return Math.round(grams * 1e9);
  }

  /** The figures of {@code joulebook_co2e_grams_total}, by its labels. */
  private void counters(Priced priced) {
    json.openList("firstKnown");
    priced.first.forEach(
        (labels, part) ->
            json.element()
                .put("zone", labels.zone())
                .put("tier", labels.tier().label())
                .put("source", labels.source().label())
                .put("microjoules", part.energy().micros())
                .put("nanograms", part.grams().nanos())
                .close());
    json.closeList();
  }

  private void score(SciScore score) {
    json.put("sciGrams", score.grams()).openList("sci");
    score
        .rates()
        .forEach(
            rate ->
                json.element()
                    .put("per", rate.per())
                    .put("units", rate.units())
                    .put("grams", rate.each())
                    .close());
    json.closeList();
  }

  private void totals() {
    json.openObject("calls").put("microjoules", findings.callEnergy().micros());
    grams(findings.calls());
    range(findings.calls(), findings.callRange());
    embodied(findings.callEmbodied());
    json.close();
    Joules energy = findings.accountEnergies().values().stream().reduce(Joules.ZERO, Joules::plus);
    json.openObject("allAccounts").put("microjoules", energy.micros());
    grams(findings.accounts());
    range(findings.accounts(), Range.of(findings.accounts(), 0));
    json.close();
  }

  // ---- devices

  private void device(DeviceFigures device) {
    DeviceSums sums = device.sums();
    json.element()
        .put("device", sums.usage.device().id())
        .put("component", sums.usage.device().component().label())
        .put("source", sums.usage.device().source().label())
        .put("measuredMicrojoules", sums.usage.measured().micros())
        .put("differenceMicrojoules", sums.usage.difference().micros())
        .put("residualMicrojoules", sums.usage.worstResidual().micros());
    device
        .embodied()
        .ifPresent(
            made ->
                json.put("embodiedRequestsNanograms", made.requests().nanos())
                    .put("embodiedIdleNanograms", made.idle().nanos()));
    json.openList("accounts");
    device.accounts().forEach((account, priced) -> account(device, account, priced));
    json.closeList().close();
  }

  private void account(DeviceFigures device, Account account, Priced priced) {
    json.element()
        .put("account", account.label())
        .put("microjoules", device.energies().getOrDefault(account, Joules.ZERO).micros());
    grams(priced);
    json.close();
  }

  // ---- shares

  private void shares() {
    json.openList("shares");
    for (Map.Entry<String, Priced> of :
        List.of(
            Map.entry("calls", findings.calls()), Map.entry("allAccounts", findings.accounts()))) {
      shares(of.getKey(), "tier", of.getValue(), slot -> slot.tier().label());
      shares(of.getKey(), "feed", of.getValue(), Priced.Slot::feed);
      shares(of.getKey(), "method", of.getValue(), slot -> slot.method().toString());
    }
    json.closeList();
  }

  private void shares(String of, String by, Priced priced, Function<Priced.Slot, String> group) {
    priced
        .by(group)
        .forEach(
            (name, part) ->
                json.element()
                    .put("of", of)
                    .put("by", by)
                    .put("name", name)
                    .put("microjoules", part.energy().micros())
                    .put("nowNanograms", part.grams().nanos())
                    .close());
  }
}
