package io.joulebook.collector.metrics;

import io.joulebook.collector.Call;
import io.joulebook.collector.Charge;
import io.joulebook.collector.Component;
import io.joulebook.collector.Joules;
import io.joulebook.collector.Quality;
import io.joulebook.collector.Receipt;
import io.joulebook.collector.Source;
import io.joulebook.collector.carbon.Footprint;
import io.joulebook.collector.carbon.Pricing;
import io.joulebook.collector.carbon.Pue;
import io.joulebook.collector.carbon.SciBooks;
import java.time.Instant;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The series of one model, engine and operation. Each is resolved once, not per receipt. */
final class CallSeries {
  private static final String OPERATIONAL = "operational";

  private final String model;
  private final String engine;
  private final String operation;
  private final HistogramFamily energies;
  private final Distribution duration;
  private final Map<Call.Outcome, Amount> calls = new EnumMap<>(Call.Outcome.class);
  private final Amount items;
  private final Footprint footprint;
  private final FootprintSeries beside;
  private final Map<Set<Source>, Distribution> energy = new LinkedHashMap<>();
  private final Map<Component, Map<Source, Shares>> shares = new EnumMap<>(Component.class);
  private final Map<Source, DoubtSeries> doubts = new EnumMap<>(Source.class);
  private final Map<Source, GramSeries> grams = new EnumMap<>(Source.class);
  private final Map<String, RouteSeries> routes = new LinkedHashMap<>();
  private @Nullable Amount inputTokens;
  private @Nullable Amount outputTokens;
  private @Nullable Amount unmeasured;

  /** Energy of calls on the devices of one component and source. */
  private record Shares(Amount active, Amount base) {}

  /** The series of calls like this one, with nothing in them. */
  CallSeries(
      Call call,
      String model,
      HistogramFamily energies,
      HistogramFamily durations,
      Footprint footprint) {
    this.footprint = footprint;
    this.model = model;
    this.engine = call.engine();
    this.operation = call.operation();
    this.energies = energies;
    duration = durations.series(model, engine, operation);
    items = new Amount(Catalogue.ITEMS, model, engine, operation);
    beside = new FootprintSeries(model, engine, operation, footprint);
    for (Call.Outcome outcome : Call.Outcome.values()) {
      callsOf(outcome);
    }
  }

  void enter(Receipt receipt, Pricing pricing) {
    callsOf(receipt.call().outcome()).add(1);
    items.add(receipt.items());
    beside.enter(receipt, footprint);
    inputTokens = addTokens(inputTokens, "input", receipt.inputTokens());
    outputTokens = addTokens(outputTokens, "output", receipt.outputTokens());
    Instant end = receipt.start().plus(receipt.duration());
    duration.observe(receipt.duration().toNanos(), receipt.traceId(), end);
    if (receipt.charges().isEmpty()) {
      enterUnmeasured();
    } else {
      enterEnergy(receipt, end);
      receipt.charges().forEach(charge -> enterCharge(charge, receipt.quality(), pricing));
    }
  }

  /** Enters a call among those of the route that was being served. */
  void enterRoute(String route, Receipt receipt) {
    routes.computeIfAbsent(route, r -> new RouteSeries(r, model, engine, operation)).enter(receipt);
  }

  private Amount callsOf(Call.Outcome outcome) {
    return calls.computeIfAbsent(
        outcome, o -> new Amount(Catalogue.CALLS, model, engine, operation, o.label()));
  }

  private @Nullable Amount addTokens(
      @Nullable Amount series, String direction, OptionalLong tokens) {
    if (tokens.isEmpty()) {
      return series;
    }
    Amount counted =
        series != null ? series : new Amount(Catalogue.TOKENS, model, engine, operation, direction);
    counted.add(tokens.getAsLong());
    return counted;
  }

  private void enterUnmeasured() {
    if (unmeasured == null) {
      unmeasured = new Amount(Catalogue.CALLS_UNMEASURED, model, engine, operation);
    }
    unmeasured.add(1);
  }

  private void enterEnergy(Receipt receipt, Instant end) {
    Set<Source> sources = EnumSet.noneOf(Source.class);
    Joules sum = Joules.ZERO;
    for (Charge charge : receipt.charges()) {
      sources.add(charge.device().source());
      sum = sum.plus(charge.total());
    }
    energy.computeIfAbsent(sources, this::newEnergy).observe(sum.micros(), receipt.traceId(), end);
  }

  /** Sources of one call are joined into one label value, such as {@code nvml+rapl}. */
  private Distribution newEnergy(Set<Source> sources) {
    String joined = sources.stream().map(Source::label).collect(Collectors.joining("+"));
    return energies.series(model, engine, operation, joined);
  }

  private void enterCharge(Charge charge, Quality quality, Pricing pricing) {
    Source source = charge.device().source();
    doubts.computeIfAbsent(source, this::newDoubts).enter(quality, charge);
    Shares entered = sharesOf(charge.device().component(), source);
    entered.active.add(charge.active().micros());
    entered.base.add(charge.base().micros());
    pricing.price(charge.total(), charge.from(), charge.to(), gramsOf(source, pricing.pue()));
  }

  private DoubtSeries newDoubts(Source source) {
    return new DoubtSeries(model, engine, operation, source);
  }

  private Shares sharesOf(Component component, Source source) {
    return shares
        .computeIfAbsent(component, c -> new EnumMap<>(Source.class))
        .computeIfAbsent(
            source, s -> new Shares(share(component, "active", s), share(component, "base", s)));
  }

  private Amount share(Component component, String share, Source source) {
    return new Amount(
        Catalogue.MODEL_ENERGY, model, engine, operation, component.label(), share, source.label());
  }

  private GramSeries gramsOf(Source source, Pue pue) {
    return grams.computeIfAbsent(
        source,
        s ->
            new GramSeries(
                CarbonCatalogue.CO2E_GRAMS,
                pue,
                price ->
                    CarbonCatalogue.CO2E_GRAMS.label(
                        model,
                        engine,
                        operation,
                        OPERATIONAL,
                        price.zone(),
                        price.tier().label(),
                        s.label())));
  }

  void writeTo(Sheet sheet, SciBooks sci) {
    calls.values().forEach(amount -> amount.writeTo(sheet));
    items.writeTo(sheet);
    writeIfAny(inputTokens, sheet);
    writeIfAny(outputTokens, sheet);
    writeIfAny(unmeasured, sheet);
    shares.values().stream().flatMap(s -> s.values().stream()).forEach(s -> write(s, sheet));
    doubts.values().forEach(series -> series.writeTo(sheet));
    grams.values().forEach(series -> series.writeTo(sheet));
    routes.values().forEach(series -> series.writeTo(sheet));
    beside.writeTo(sheet, sci, grams);
  }

  private static void writeIfAny(@Nullable Amount amount, Sheet sheet) {
    if (amount != null) {
      amount.writeTo(sheet);
    }
  }

  private static void write(Shares shares, Sheet sheet) {
    shares.active.writeTo(sheet);
    shares.base.writeTo(sheet);
  }
}
