package io.joulebook.collector.metrics;

import io.joulebook.collector.Call;
import io.joulebook.collector.CallKey;
import io.joulebook.collector.Charge;
import io.joulebook.collector.Component;
import io.joulebook.collector.Quality;
import io.joulebook.collector.Receipt;
import io.joulebook.collector.Source;
import io.joulebook.collector.carbon.Footprint;
import io.joulebook.collector.carbon.Pricing;
import io.joulebook.collector.carbon.Pue;
import io.joulebook.collector.carbon.UnpricedEnergy;
import io.joulebook.collector.usage.SciByDevice;
import java.time.Instant;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The series of one model, engine and operation. Each is resolved once, not per receipt. */
final class CallMetrics {
  private static final String OPERATIONAL = "operational";

  private final CallKey key;
  private final HistogramFamily energies;
  private final Distribution duration;
  private final Map<Call.Outcome, ExactCounter> calls = new EnumMap<>(Call.Outcome.class);
  private final FootprintMetrics beside;
  private final Map<String, Distribution> energy = new LinkedHashMap<>();
  private final Map<String, WorkMetrics> work = new LinkedHashMap<>();
  private final Map<Component, Map<Source, Shares>> shares = new EnumMap<>(Component.class);
  private final Map<Source, UncertaintyMetrics> uncertainties = new EnumMap<>(Source.class);
  private final Map<Source, GramMetrics> grams = new EnumMap<>(Source.class);
  private final Map<String, RouteMetrics> routes = new LinkedHashMap<>();
  private @Nullable ExactCounter unmeasured;

  /** Energy of calls on the devices of one component and source. */
  private record Shares(ExactCounter active, ExactCounter base) {}

  /** The series of calls like this one, with nothing in them. */
  CallMetrics(
      CallKey key, HistogramFamily energies, HistogramFamily durations, Footprint footprint) {
    this.key = key;
    this.energies = energies;
    duration = durations.series(key.model(), key.engine(), key.operation());
    beside = new FootprintMetrics(key, footprint);
    for (Call.Outcome outcome : Call.Outcome.values()) {
      callsOf(outcome);
    }
  }

  void enter(Receipt receipt, Pricing pricing) {
    callsOf(receipt.call().outcome()).add(receipt.calls());
    String sources = Sources.of(receipt);
    work.computeIfAbsent(sources, this::newWork).enter(receipt);
    beside.enter(receipt);
    Instant end = receipt.start().plus(receipt.duration());
    observe(duration, receipt.duration().toNanos() * receipt.calls(), receipt, end);
    if (receipt.charges().isEmpty()) {
      enterUnmeasured(receipt.calls());
    } else {
      Distribution series =
          energy.computeIfAbsent(
              sources, s -> energies.series(key.model(), key.engine(), key.operation(), s));
      observe(series, receipt.energy().orElseThrow().micros(), receipt, end);
      receipt.charges().forEach(charge -> enterCharge(charge, receipt.quality(), pricing));
    }
  }

  private static void observe(Distribution series, long sum, Receipt receipt, Instant end) {
    if (receipt.calls() == 1) {
      series.observe(sum, receipt.traceId(), end);
    } else {
      series.observeAll(sum, receipt.calls());
    }
  }

  /** Enters a call among those of the route that was being served. */
  void enterRoute(String route, Receipt receipt) {
    routes.computeIfAbsent(route, r -> new RouteMetrics(r, key)).enter(receipt);
  }

  private ExactCounter callsOf(Call.Outcome outcome) {
    return calls.computeIfAbsent(
        outcome,
        o ->
            new ExactCounter(
                Catalogue.CALLS, key.model(), key.engine(), key.operation(), o.label()));
  }

  private WorkMetrics newWork(String sources) {
    return new WorkMetrics(key, sources);
  }

  private void enterUnmeasured(long calls) {
    if (unmeasured == null) {
      unmeasured =
          new ExactCounter(Catalogue.CALLS_UNMEASURED, key.model(), key.engine(), key.operation());
    }
    unmeasured.add(calls);
  }

  private void enterCharge(Charge charge, Quality quality, Pricing pricing) {
    Source source = charge.device().source();
    uncertainties.computeIfAbsent(source, this::newUncertainties).enter(quality, charge);
    Shares entered = sharesOf(charge.device().component(), source);
    entered.active.add(charge.active().micros());
    entered.base.add(charge.base().micros());
    pricing.price(charge.total(), charge.from(), charge.to(), gramsOf(source, pricing.pue()));
  }

  private UncertaintyMetrics newUncertainties(Source source) {
    return new UncertaintyMetrics(key, source);
  }

  private Shares sharesOf(Component component, Source source) {
    return shares
        .computeIfAbsent(component, c -> new EnumMap<>(Source.class))
        .computeIfAbsent(
            source, s -> new Shares(share(component, "active", s), share(component, "base", s)));
  }

  private ExactCounter share(Component component, String share, Source source) {
    return new ExactCounter(
        Catalogue.MODEL_ENERGY,
        key.model(),
        key.engine(),
        key.operation(),
        component.label(),
        share,
        source.label());
  }

  private GramMetrics gramsOf(Source source, Pue pue) {
    return grams.computeIfAbsent(
        source,
        s ->
            new GramMetrics(
                CarbonCatalogue.CO2E_GRAMS,
                pue,
                Map.of(
                    "model",
                    key.model(),
                    "engine",
                    key.engine(),
                    "operation",
                    key.operation(),
                    "source",
                    s.label()),
                price ->
                    CarbonCatalogue.CO2E_GRAMS.label(
                        key.model(),
                        key.engine(),
                        key.operation(),
                        OPERATIONAL,
                        price.zone(),
                        price.tier().label(),
                        s.label())));
  }

  /** Takes energy that an earlier run has measured and not priced. */
  void carryOver(Source source, UnpricedEnergy waited, Pricing pricing) {
    pricing.price(waited.bucket(), waited.micros(), gramsOf(source, pricing.pue()));
  }

  void writeTo(SnapshotBuilder snapshots, SciByDevice sci) {
    calls.values().forEach(amount -> amount.writeTo(snapshots));
    work.values().forEach(series -> series.writeTo(snapshots));
    if (unmeasured != null) {
      unmeasured.writeTo(snapshots);
    }
    shares.values().stream().flatMap(s -> s.values().stream()).forEach(s -> write(s, snapshots));
    uncertainties.values().forEach(series -> series.writeTo(snapshots));
    grams.values().forEach(series -> series.writeTo(snapshots));
    routes.values().forEach(series -> series.writeTo(snapshots));
    beside.writeTo(snapshots, sci, grams);
  }

  private static void write(Shares shares, SnapshotBuilder snapshots) {
    shares.active.writeTo(snapshots);
    shares.base.writeTo(snapshots);
  }
}
