package io.joulebook.agent.power;

import io.joulebook.agent.ledger.Edge;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * Turns the readings of one meter into edges. Pure: the caller brings the times.
 *
 * <p>A counter changes between the last reading that was the same and the first that is not; the
 * edge is put in the middle, in doubt by half the gap. Instant power is integrated, each reading
 * holding until the next. A counter that goes down, or up by more than the device can draw, has
 * been reset or lies: it is counted, and the books begin anew at the next change, so that no energy
 * is made of it.
 */
final class EdgeFinder {
  private static final long GAP_AT_MOST = Duration.ofSeconds(2).toNanos();
  private static final long UNKNOWN_LIMIT_MILLIWATTS = 3_000_000;
  private static final double HEADROOM = 1.5;
  private static final long QUANTUM_MICROS = 1_000_000;
  private static final double NANO_MILLIWATTS_PER_MICROJOULE = 1e6;
  private static final int PERIODS = 31;
  private static final int PERIODS_AT_LEAST = 5;

  private final String device;
  private final long limitMilliwatts;
  private final Consumer<PowerEvent> events;
  private final Deque<Long> periods = new ArrayDeque<>();
  private boolean hasReading;
  private boolean open;
  private long lastRead;
  private long lastValue;
  private long lastEdge;
  private long powerRest;

  EdgeFinder(String device, OptionalLong limitMilliwatts, Consumer<PowerEvent> events) {
    this.device = device;
    this.limitMilliwatts = limitMilliwatts.orElse(UNKNOWN_LIMIT_MILLIWATTS);
    this.events = events;
  }

  /** Takes a reading that was made between two times of the monotonic clock. */
  void offer(long before, long after, Sample sample) {
    long at = before + (after - before) / 2;
    if (sample instanceof Sample.Energy energy) {
      counter(at, energy.micros());
    } else if (sample instanceof Sample.Power power) {
      power(at, power.milliwatts());
    } else if (sample instanceof Sample.Unavailable none) {
      fail(none.reason());
      if (none.lost()) {
        beginAnew();
      }
    }
  }

  /** The median time between two changes, once there were some. */
  Optional<Duration> period() {
    if (periods.size() < PERIODS_AT_LEAST) {
      return Optional.empty();
    }
    long[] sorted = periods.stream().mapToLong(Long::longValue).sorted().toArray();
    return Optional.of(Duration.ofNanos(sorted[sorted.length / 2]));
  }

  private void counter(long at, long micros) {
    if (micros < 0) {
      fail("garbage");
    } else if (!hasReading) {
      remember(at, micros);
    } else if (micros < lastValue) {
      fail("counter_reset");
      beginAnew();
      remember(at, micros);
    } else if (micros > lastValue) {
      changed(at, micros);
    } else {
      lastRead = at;
    }
  }

  private void changed(long at, long micros) {
    long doubt = (at - lastRead) / 2;
    long edge = at - doubt;
    if (!open) {
      open = true;
      events.accept(new PowerEvent.Opened(device, edge));
    } else if (micros - lastValue > most(edge - lastEdge + doubt)) {
      fail("implausible");
      events.accept(new PowerEvent.Opened(device, edge));
    } else {
      keepPeriod(edge - lastEdge);
      events.accept(new PowerEvent.Changed(device, new Edge(edge, micros - lastValue, doubt)));
    }
    lastEdge = edge;
    remember(at, micros);
  }

  private long most(long nanos) {
    double watts = HEADROOM * limitMilliwatts;
    return QUANTUM_MICROS + (long) (watts * nanos / NANO_MILLIWATTS_PER_MICROJOULE);
  }

  private void power(long at, long milliwatts) {
    if (milliwatts < 0 || milliwatts > HEADROOM * limitMilliwatts) {
      fail("implausible");
      return;
    }
    if (!open || at - lastRead > GAP_AT_MOST) {
      open = true;
      powerRest = 0;
      events.accept(new PowerEvent.Opened(device, at));
    } else {
      integrate(at);
    }
    lastEdge = at;
    remember(at, milliwatts);
  }

  private void integrate(long at) {
    long step = at - lastRead;
    long amount = Math.addExact(Math.multiplyExact(lastValue, step), powerRest);
    long micros = amount / 1_000_000;
    powerRest = amount % 1_000_000;
    events.accept(new PowerEvent.Changed(device, new Edge(at, micros, step / 2)));
  }

  private void remember(long at, long value) {
    hasReading = true;
    lastRead = at;
    lastValue = value;
  }

  private void keepPeriod(long period) {
    periods.addLast(period);
    if (periods.size() > PERIODS) {
      periods.removeFirst();
    }
  }

  private void beginAnew() {
    hasReading = false;
    open = false;
  }

  private void fail(String reason) {
    events.accept(new PowerEvent.Failed(device, reason));
  }
}
