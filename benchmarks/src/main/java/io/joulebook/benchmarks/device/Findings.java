package io.joulebook.benchmarks.device;

import io.joulebook.agent.ledger.SensorEstimates;
import io.joulebook.agent.power.PowerEvent;
import io.joulebook.agent.power.TickEstimate;
import io.joulebook.nvml.NvmlReturn;
import io.joulebook.nvml.NvmlValue;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.Supplier;

/** Makes rows of what was recorded. */
final class Findings {
  /** The bits of {@code nvmlClocksEventReasons}, from the header of NVML 13.3.29. */
  private static final String[] REASONS = {
    "idle",
    "application clocks",
    "software power cap",
    "hardware slowdown",
    "sync boost",
    "software thermal",
    "hardware thermal",
    "hardware power brake",
    "display clocks"
  };

  private static final String NOT_TOLD = "the load did not tell";

  private final Recorder recorder;
  private final Optional<String> noLoad;
  private final EnergyCurve counter;
  private final EnergyCurve power;
  private final SensorEstimates learned;
  private final Optional<String> noCounter;

  /**
   * Of a whole recording.
   *
   * @param noLoad why there was no load, if there was none
   */
  Findings(Recorder recorder, List<Burst> bursts, Optional<String> noLoad) {
    this.recorder = recorder;
    this.noLoad = noLoad;
    counter = EnergyCurve.of(recorder.counter);
    power = EnergyCurve.of(recorder.power);
    learned = Replay.of(recorder.counter, bursts);
    boolean moves = recorder.counter.stream().anyMatch(PowerEvent.Changed.class::isInstance);
    noCounter = moves ? Optional.empty() : Optional.of(whyNoCounter());
  }

  private String whyNoCounter() {
    return recorder
        .counterFailure()
        .map(why -> "no energy counter: " + why.message())
        .orElse("the energy counter did not change");
  }

  // The first reason there is decides.
  private static Row unless(Figure figure, List<Optional<String>> reasons, Supplier<Row> row) {
    return reasons.stream()
        .flatMap(Optional::stream)
        .findFirst()
        .map(why -> Row.missing(figure, why))
        .orElseGet(row);
  }

  // ---- the counter

  Row period() {
    return unless(
        Figure.COUNTER_PERIOD,
        List.of(noCounter),
        () ->
            recorder
                .ticks()
                .map(Findings::period)
                .orElse(Row.missing(Figure.COUNTER_PERIOD, "too few changes were seen")));
  }

  private static Row period(TickEstimate ticks) {
    double millis = Row.round(ticks.period().toNanos() / 1e6);
    double edge = Row.round(ticks.uncertainty().toNanos() / 1e6);
    return Row.measured(
        Figure.COUNTER_PERIOD,
        Map.of("ms", millis, "phaseLocked", ticks.locked(), "lastEdgeWithinMs", edge),
        format("%.2f ms, ", millis)
            + (ticks.locked() ? format("on a grid, edges within %.2f ms", edge) : "on no grid"));
  }

  Row quantum() {
    long quantum = recorder.quantum();
    return unless(
        Figure.COUNTER_QUANTUM,
        List.of(noCounter),
        () -> Row.measured(Figure.COUNTER_QUANTUM, Map.of("mJ", quantum), quantum + " mJ"));
  }

  Row lag() {
    double millis = Row.round(learned.lag().orElse(0) / 1e6);
    return unless(
        Figure.LAG,
        List.of(noCounter, noLoad, untold(learned.lag().isPresent())),
        () -> Row.measured(Figure.LAG, Map.of("ms", millis), format("%.1f ms", millis)));
  }

  private static Optional<String> untold(boolean told) {
    return told ? Optional.empty() : Optional.of(NOT_TOLD);
  }

  Row window() {
    boolean all = learned.continuous();
    return unless(
        Figure.WINDOW,
        List.of(noCounter, noLoad, untold(all || learned.windowed())),
        () ->
            Row.measured(
                Figure.WINDOW, Map.of("seesAll", all), all ? "all" : "a quarter of each period"));
  }

  Row lowPass() {
    OptionalLong tau = learned.lowPass();
    double millis = Row.round(tau.orElse(0) / 1e6);
    return unless(
        Figure.LOW_PASS,
        List.of(noCounter, noLoad, untold(learned.lag().isPresent())),
        () ->
            Row.measured(
                Figure.LOW_PASS,
                tau.isPresent() ? Map.of("found", true, "ms", millis) : Map.of("found", false),
                tau.isPresent() ? format("time constant %.0f ms", millis) : "none found"));
  }

  Row square(List<Double> watts) {
    Optional<String> tooFew =
        watts.size() < DeviceCheck.PHASES
            ? Optional.of("no period of the counter was known, or the check was too short")
            : Optional.empty();
    return unless(Figure.SQUARE_WAVE, List.of(noCounter, noLoad, tooFew), () -> squareOfAll(watts));
  }

  private static Row squareOfAll(List<Double> watts) {
    double least = Row.round(Collections.min(watts));
    double most = Row.round(Collections.max(watts));
    return Row.measured(
        Figure.SQUARE_WAVE,
        Map.of("leastWatts", least, "mostWatts", most),
        format("%.1f to %.1f W", least, most));
  }

  // ---- power

  Row idle(Span bare) {
    return watts(Figure.IDLE_POWER, bare);
  }

  Row base(Span idle) {
    return unless(
        Figure.BASE_POWER,
        List.of(noLoad),
        () -> learned.base().map(Findings::base).orElseGet(() -> watts(Figure.BASE_POWER, idle)));
  }

  private static Row base(SensorEstimates.Base base) {
    double watts = Row.round(base.milliwatts() / 1e3);
    double spread = Row.round(base.spread() / 1e3);
    return Row.measured(
        Figure.BASE_POWER,
        Map.of("watts", watts, "spreadWatts", spread, "by", "ledger"),
        format("%.1f W ± %.2f", watts, spread));
  }

  private Row watts(Figure figure, Span span) {
    OptionalDouble byCounter = counter.watts(span.from(), span.to());
    boolean counted = byCounter.isPresent();
    OptionalDouble watts = counted ? byCounter : power.watts(span.from(), span.to());
    if (watts.isEmpty()) {
      return Row.missing(figure, noCounter.orElse("too few changes were seen"));
    }
    double rounded = Row.round(watts.getAsDouble());
    return Row.measured(
        figure,
        Map.of("watts", rounded, "by", counted ? "counter" : "field 186"),
        format("%.1f W", rounded) + (counted ? "" : ", by field 186"));
  }

  Row comparisonIdle(Span idle) {
    return unless(
        Figure.COUNTER_TO_POWER_IDLE,
        List.of(noCounter),
        () -> comparison(Figure.COUNTER_TO_POWER_IDLE, idle));
  }

  Row comparisonBusy(Span busy) {
    return unless(
        Figure.COUNTER_TO_POWER_BUSY,
        List.of(noCounter, noLoad),
        () -> comparison(Figure.COUNTER_TO_POWER_BUSY, busy));
  }

  private Row comparison(Figure figure, Span span) {
    OptionalLong from = counter.firstFrom(span.from());
    OptionalLong to = counter.lastUntil(span.to());
    if (from.isEmpty() || to.isEmpty() || !power.covers(from.getAsLong(), to.getAsLong())) {
      Optional<NvmlReturn> failure = recorder.powerFailure();
      return Row.missing(
          figure, failure.map(why -> "no field 186: " + why.message()).orElse("too few readings"));
    }
    double counted = counter.at(to.getAsLong()) - counter.at(from.getAsLong());
    double integrated = power.at(to.getAsLong()) - power.at(from.getAsLong());
    double seconds = Row.round((to.getAsLong() - from.getAsLong()) / 1e9);
    double percent = Row.round(100 * (counted / integrated - 1));
    return Row.measured(
        figure,
        Map.of("percent", percent, "counterJoules", Row.round(counted), "seconds", seconds),
        format("%+.2f%% of %.0f J in %.0f s", percent, counted, seconds));
  }

  // ---- state

  Row reasonsIdle(NvmlValue seen) {
    return reasons(Figure.CLOCKS_IDLE, seen);
  }

  Row reasonsBusy(NvmlValue seen) {
    return unless(Figure.CLOCKS_BUSY, List.of(noLoad), () -> reasons(Figure.CLOCKS_BUSY, seen));
  }

  private static Row reasons(Figure figure, NvmlValue seen) {
    if (seen instanceof NvmlValue.Unavailable none) {
      return Row.missing(figure, none.why().message());
    }
    long bits = ((NvmlValue.Value) seen).value();
    List<String> names = new ArrayList<>();
    for (int bit = 0; bit < Long.SIZE; bit++) {
      if ((bits >>> bit & 1) != 0) {
        names.add(bit < REASONS.length ? REASONS[bit] : "bit " + bit);
      }
    }
    return Row.measured(
        figure, Map.of("reasons", names), names.isEmpty() ? "none" : String.join(", ", names));
  }

  Row processes() {
    ProcessSamples samples = recorder.processes();
    return samples.isEmpty()
        ? Row.missing(
            Figure.PROCESS_UTILIZATION,
            samples.answer() == NvmlReturn.Code.NOT_FOUND
                ? noLoad.orElse("no process was told of")
                : samples.answer().message())
        : samples.row();
  }

  private static String format(String pattern, Object... values) {
    return String.format(Locale.ROOT, pattern, values);
  }
}
