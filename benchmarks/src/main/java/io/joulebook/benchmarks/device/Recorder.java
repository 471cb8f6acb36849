package io.joulebook.benchmarks.device;

import io.joulebook.agent.ledger.Edge;
import io.joulebook.agent.power.CounterEdgeDetector;
import io.joulebook.agent.power.MeterReading;
import io.joulebook.agent.power.PowerEvent;
import io.joulebook.agent.power.TickEstimate;
import io.joulebook.nvml.Gpu;
import io.joulebook.nvml.NvmlReturn;
import io.joulebook.nvml.NvmlValue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;

/**
 * Reads a card's energy counter, its instant power and its state while time passes, and keeps what
 * it has seen. One thread.
 */
final class Recorder {
  private static final String GPU = "GPU";
  private static final long STATE_EVERY = Duration.ofMillis(200).toNanos();
  private static final long SEED = 14;

  private final Pace pace;
  private final Gpu gpu;
  private final StateCalls state;
  private final CounterEdgeDetector counterEdges;
  private final CounterEdgeDetector powerEdges;
  private final ProcessSamples processes;
  private final long beganMicros;
  private long counterDue;
  private long powerDue;
  private long stateDue;
  private long lastValue = -1;

  final List<PowerEvent> counter = new ArrayList<>();
  final List<PowerEvent> power = new ArrayList<>();
  private Optional<NvmlReturn> counterFailure = Optional.empty();
  private Optional<NvmlReturn> powerFailure = Optional.empty();
  private long quantum;
  private NvmlValue reasons = new NvmlValue.Unavailable(NvmlReturn.Code.NO_DATA);

  Recorder(Pace pace, Gpu gpu, StateCalls state, long ownProcess) {
    this.pace = pace;
    this.gpu = gpu;
    this.state = state;
    Random random = new Random(SEED);
    counterEdges = edges(gpu, counter, random);
    powerEdges = edges(gpu, power, random);
    processes = new ProcessSamples(ownProcess);
    beganMicros = pace.wallMicros();
    counterDue = pace.now();
    powerDue = counterDue;
    stateDue = counterDue;
  }

  private static CounterEdgeDetector edges(Gpu gpu, List<PowerEvent> events, Random random) {
    OptionalLong limit =
        gpu.powerLimit() instanceof NvmlValue.Value told
            ? OptionalLong.of(told.value())
            : OptionalLong.empty();
    return new CounterEdgeDetector(
        GPU,
        now -> limit,
        events::add,
        now -> Edge.UNKNOWN_STATE,
        Optional.empty(),
        random::nextDouble);
  }

  /** Reads on until that time. */
  void until(long time) {
    for (long now = pace.now(); now < time; now = pace.now()) {
      readDue(now);
      long next = Math.min(Math.min(counterDue, powerDue), stateDue);
      pace.until(Math.min(time, Math.max(next, pace.now())));
    }
  }

  private void readDue(long now) {
    if (now >= counterDue) {
      readCounter();
    }
    if (now >= powerDue) {
      readPower();
    }
    if (now >= stateDue) {
      readState();
      stateDue = now + STATE_EVERY;
    }
  }

  private void readCounter() {
    long before = pace.now();
    NvmlValue value = gpu.energyMillijoules();
    long after = pace.now();
    if (value instanceof NvmlValue.Value told) {
      step(told.value());
      counterEdges.offer(before, after, new MeterReading.Energy(told.value() * 1_000));
    } else {
      NvmlReturn why = ((NvmlValue.Unavailable) value).why();
      counterFailure = Optional.of(why);
      counterEdges.offer(before, after, new MeterReading.Unavailable(why.message(), false));
    }
    counterDue = counterEdges.nextPoll(after);
  }

  private void step(long value) {
    if (lastValue >= 0 && value > lastValue) {
      quantum = divisor(quantum, value - lastValue);
    }
    lastValue = value;
  }

  private static long divisor(long a, long b) {
    return b == 0 ? a : divisor(b, a % b);
  }

  private void readPower() {
    long before = pace.now();
    NvmlValue value = gpu.instantPowerMilliwatts();
    long after = pace.now();
    if (value instanceof NvmlValue.Value told) {
      powerEdges.offer(before, after, new MeterReading.Power(told.value()));
    } else {
      NvmlReturn why = ((NvmlValue.Unavailable) value).why();
      powerFailure = Optional.of(why);
      powerEdges.offer(before, after, new MeterReading.Unavailable(why.message(), false));
    }
    powerDue = powerEdges.nextPoll(after);
  }

  private void readState() {
    NvmlValue now = state.eventReasons();
    if (now instanceof NvmlValue.Value bits && reasons instanceof NvmlValue.Value before) {
      reasons = new NvmlValue.Value(before.value() | bits.value());
    } else if (!(reasons instanceof NvmlValue.Value)) {
      reasons = now;
    }
    processes.take(state.processes(beganMicros), pace.wallMicros());
  }

  /** The reasons seen since the last call. */
  NvmlValue takeReasons() {
    NvmlValue seen = reasons;
    reasons = new NvmlValue.Unavailable(NvmlReturn.Code.NO_DATA);
    return seen;
  }

  /** Why the counter could not be read, if that happened. */
  Optional<NvmlReturn> counterFailure() {
    return counterFailure;
  }

  /** The same of instant power. */
  Optional<NvmlReturn> powerFailure() {
    return powerFailure;
  }

  /** The greatest common divisor of the counter's steps, in millijoules; 0 before the first. */
  long quantum() {
    return quantum;
  }

  ProcessSamples processes() {
    return processes;
  }

  /** What is known of the counter's ticks. */
  Optional<TickEstimate> ticks() {
    return counterEdges.ticks();
  }
}
