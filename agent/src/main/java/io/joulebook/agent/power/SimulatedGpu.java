package io.joulebook.agent.power;

import io.joulebook.collector.Component;
import io.joulebook.collector.Device;
import io.joulebook.collector.Source;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.OptionalLong;

/**
 * A GPU that does not exist, for demonstrations on a machine without one. Its power follows the
 * calls in flight: 75 W with none, then up to 240 W more, less for each further call. Its energy
 * counter is updated every 100 ms, as an H100's is.
 *
 * <p>Thread-safe: one thread tells it of calls, another reads it.
 */
public final class SimulatedGpu implements Meter {
  private static final Device DEVICE = new Device("SIMULATED-0", Component.GPU, Source.SIMULATED);
  private static final double IDLE_MILLIWATTS = 75_000;
  private static final double ACTIVE_MILLIWATTS = 240_000;
  private static final double LEFT_PER_CALL = 0.6;
  private static final long LIMIT_MILLIWATTS = 400_000;
  private static final long PERIOD_NANOS = 100_000_000;

  /** Calls are told of a little late; the counter waits that long for them. */
  private static final long TRAIL_NANOS = 60_000_000;

  private static final double NANO_MILLIWATTS_PER_MICROJOULE = 1e6;

  /** What the counter shows from a time on, if not shown yet: calls may be told of before. */
  private record Tick(long time, double micros) {}

  private final Deque<Tick> ticks = new ArrayDeque<>();
  private long now;
  private long nextTick;
  private double micros;
  private double shown;
  private double milliwatts = IDLE_MILLIWATTS;

  /** Switches it on. */
  public SimulatedGpu(long now) {
    this.now = now;
    nextTick = now + PERIOD_NANOS;
  }

  /** From this time on that many calls are in flight. */
  public synchronized void inFlight(long at, int calls) {
    advanceTo(at);
    milliwatts = IDLE_MILLIWATTS + ACTIVE_MILLIWATTS * (1 - Math.pow(LEFT_PER_CALL, calls));
  }

  @Override
  public synchronized MeterReading read(long at) {
    advanceTo(at - TRAIL_NANOS);
    while (!ticks.isEmpty() && ticks.peekFirst().time <= at - TRAIL_NANOS) {
      shown = ticks.removeFirst().micros;
    }
    return new MeterReading.Energy((long) shown / 1_000 * 1_000);
  }

  private void advanceTo(long time) {
    while (nextTick <= time) {
      add(nextTick);
      ticks.addLast(new Tick(nextTick, micros));
      nextTick += PERIOD_NANOS;
    }
    add(time);
  }

  private void add(long until) {
    if (until > now) {
      micros += milliwatts * (until - now) / NANO_MILLIWATTS_PER_MICROJOULE;
      now = until;
    }
  }

  @Override
  public Device device() {
    return DEVICE;
  }

  @Override
  public String name() {
    return "simulated GPU (no hardware)";
  }

  @Override
  public OptionalLong limitMilliwatts() {
    return OptionalLong.of(LIMIT_MILLIWATTS);
  }
}
