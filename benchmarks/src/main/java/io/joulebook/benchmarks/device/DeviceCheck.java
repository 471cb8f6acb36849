package io.joulebook.benchmarks.device;

import io.joulebook.agent.power.TickEstimate;
import io.joulebook.nvml.Gpu;
import io.joulebook.nvml.NvmlValue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Random;

/**
 * The experiments on one card, one after the other: idle without and with a context, the cost of
 * calls, bursts at random, a square wave in step with the counter at eight phases, full load. What
 * cannot be measured is said in its row, and the rest goes on.
 */
final class DeviceCheck {
  static final int PHASES = 8;

  private static final long SEED = 14;
  private static final long SETTLING = Duration.ofMillis(1_500).toNanos();
  private static final long BURST_AT_MOST = Duration.ofMillis(1_500).toNanos();
  private static final long BURST_AT_LEAST = Duration.ofMillis(50).toNanos();
  private static final long SECOND = Duration.ofSeconds(1).toNanos();
  private static final long SHORTEST_PERIOD = Duration.ofMillis(10).toNanos();

  private final Pace pace;
  private final Gpu gpu;
  private final Load load;
  private final long seconds;
  private final Recorder recorder;
  private final List<Burst> bursts = new ArrayList<>();
  private Optional<String> noLoad = Optional.empty();

  /** What the square wave gave at each phase, in watts. */
  private final List<Double> squareWatts = new ArrayList<>();

  DeviceCheck(Pace pace, Gpu gpu, StateCalls state, Load load, long seconds, long ownProcess) {
    this.pace = pace;
    this.gpu = gpu;
    this.load = load;
    this.seconds = seconds;
    recorder = new Recorder(pace, gpu, state, ownProcess);
  }

  /** Makes all experiments; takes about the time it was given. */
  List<Row> run() {
    Span bare = rest(0.05);
    openLoad();
    List<Row> costs = costs();
    Span idle = rest(0.1);
    NvmlValue reasonsIdle = recorder.takeReasons();
    loadOrRest(0.4, this::atRandom);
    loadOrRest(0.25, this::square);
    recorder.takeReasons();
    Span busy = loadOrRest(0.1, this::busy);
    NvmlValue reasonsBusy = recorder.takeReasons();
    rest(0.1);
    Findings found = new Findings(recorder, bursts, noLoad);
    List<Row> rows = new ArrayList<>(costs);
    rows.addAll(List.of(found.period(), found.quantum(), found.lag(), found.window()));
    rows.addAll(List.of(found.lowPass(), found.square(squareWatts)));
    rows.addAll(List.of(found.comparisonIdle(idle), found.comparisonBusy(busy)));
    rows.addAll(List.of(found.idle(bare), found.base(idle)));
    rows.addAll(List.of(found.reasonsIdle(reasonsIdle), found.reasonsBusy(reasonsBusy)));
    rows.add(found.processes());
    return rows;
  }

  private void openLoad() {
    try {
      load.open();
    } catch (LoadFailure why) {
      noLoad = Optional.of(String.valueOf(why.getMessage()));
    }
  }

  private List<Row> costs() {
    return List.of(
        Cost.of(Figure.COST_COUNTER, gpu::energyMillijoules),
        Cost.of(Figure.COST_INSTANT_POWER, gpu::instantPowerMilliwatts),
        Cost.of(Figure.COST_POWER_USAGE, gpu::powerUsageMilliwatts),
        Cost.of(Figure.COST_PERFORMANCE_STATE, gpu::performanceState));
  }

  // ---- phases

  private Span rest(double part) {
    recorder.until(pace.now() + SETTLING);
    long from = pace.now();
    recorder.until(from + length(part));
    return new Span(from, pace.now());
  }

  private long length(double part) {
    return (long) (part * seconds * SECOND);
  }

  /** A load for so long. */
  private interface Phase {
    void until(long end) throws LoadFailure;
  }

  private Span loadOrRest(double part, Phase phase) {
    long from = pace.now();
    long end = from + length(part);
    if (noLoad.isEmpty()) {
      try {
        phase.until(end);
      } catch (LoadFailure why) {
        noLoad = Optional.of(String.valueOf(why.getMessage()));
      }
    }
    return new Span(from, pace.now());
  }

  private void work(long nanos) throws LoadFailure {
    long begin = pace.now();
    load.begin(nanos);
    recorder.until(begin + nanos);
    load.await();
    bursts.add(new Burst(begin, pace.now()));
  }

  private void atRandom(long end) throws LoadFailure {
    Random random = new Random(SEED);
    while (pace.now() < end) {
      work(between(random));
      recorder.until(pace.now() + between(random));
    }
  }

  private static long between(Random random) {
    return BURST_AT_LEAST + (long) (random.nextDouble() * (BURST_AT_MOST - BURST_AT_LEAST));
  }

  private void busy(long end) throws LoadFailure {
    while (pace.now() < end) {
      work(SECOND);
    }
  }

  // A counter that adds up only what a part of each of its periods shows swings with the phase.
  private void square(long end) throws LoadFailure {
    TickEstimate ticks = recorder.ticks().orElse(null);
    OptionalLong tick = EnergyCurve.of(recorder.counter).end();
    if (ticks == null || tick.isEmpty() || ticks.period().toNanos() < SHORTEST_PERIOD) {
      return;
    }
    long period = ticks.period().toNanos();
    long each = (end - pace.now()) / PHASES;
    for (int phase = 0; phase < PHASES; phase++) {
      long from = tick.getAsLong() + phase * period / PHASES;
      squareAt(from, period, pace.now() + each).ifPresent(squareWatts::add);
      recorder.until(pace.now() + SETTLING);
    }
  }

  private OptionalDouble squareAt(long anchor, long period, long end) throws LoadFailure {
    long cycle = (pace.now() - anchor) / period + 1;
    long first = anchor + cycle * period;
    long last = first;
    for (; last + period <= end; cycle++) {
      recorder.until(anchor + cycle * period);
      work(period / 2);
      last = anchor + (cycle + 1) * period;
    }
    recorder.until(last);
    return EnergyCurve.of(recorder.counter).watts(first + SETTLING, last);
  }
}
