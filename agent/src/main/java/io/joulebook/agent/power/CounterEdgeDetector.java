package io.joulebook.agent.power;

import io.joulebook.agent.ledger.Edge;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;
import java.util.function.LongFunction;

/**
 * Turns the readings of one meter into edges, and says when to read it next. Pure: the caller
 * brings the times.
 *
 * <p>A counter changes between the last reading that was the same and the first that is not; its
 * {@link TickPhaseLock} places the edge within. Instant power is integrated, each value holding
 * until it changes. A counter that goes down, or up by more than the device can draw, has been
 * reset or lies: it is counted, and the books begin anew at the next change, so that no energy is
 * made of it; if the first change is back on the old course, it is its continuation. A counter that
 * goes down by next to nothing jitters: what it had shown before stands until it is exceeded.
 */
public final class CounterEdgeDetector {
  private static final long GAP_AT_MOST = Duration.ofSeconds(2).toNanos();
  private static final long UNCHANGED_AT_MOST = Duration.ofMillis(250).toNanos();
  private static final long UNKNOWN_LIMIT_MILLIWATTS = 3_000_000;
  private static final double HEADROOM = 1.5;
  private static final double LOADED = 0.25;
  private static final long QUANTUM_MICROS = 1_000_000;
  private static final double NANO_MILLIWATTS_PER_MICROJOULE = 1e6;
  private static final long JITTER_MICROS = 1_000_000;
  private static final long JITTER_PART = 1_000;
  private static final long STUCK_AFTER = Duration.ofSeconds(2).toNanos();
  private static final int STUCK_AFTER_PERIODS = 20;

  private final String device;
  private final LongFunction<OptionalLong> limit;
  private long limitMilliwatts;
  private final Consumer<PowerEvent> events;
  private final DeviceCondition condition;
  private final TickPhaseLock grid = new TickPhaseLock();
  private final PowerIntegral integral = new PowerIntegral();
  private final PollSchedule pace;
  private boolean hasReading;
  private boolean open;
  private boolean stuck;
  private boolean implausible;
  private boolean answeredByCounter;
  private long value;
  private long since;
  private long still;
  private long lastEdge;
  private long edgeAt;
  private Optional<Shown> beforeDrop = Optional.empty();

  /** A value, the end of the reading that first showed it, and the begin of the last that did. */
  private record Shown(long value, long since, long still) {}

  /**
   * The edges of one device.
   *
   * @param limit the most that it can draw, in milliwatts, asked for with the time where a reading
   *     is beyond what it was
   * @param condition how it is at an edge
   * @param fixedPeriod the time between readings that the configuration asks for
   * @param chance numbers from 0 to 1
   */
  public CounterEdgeDetector(
      String device,
      LongFunction<OptionalLong> limit,
      Consumer<PowerEvent> events,
      DeviceCondition condition,
      Optional<Duration> fixedPeriod,
      DoubleSupplier chance) {
    this.device = device;
    this.limit = limit;
    limitMilliwatts = limit.apply(System.nanoTime()).orElse(UNKNOWN_LIMIT_MILLIWATTS);
    this.events = events;
    this.condition = condition;
    pace = new PollSchedule(fixedPeriod, grid, chance);
  }

  /** Takes a reading that was made between two times of the monotonic clock. */
  public void offer(long before, long after, MeterReading sample) {
    answeredByCounter = false;
    if (sample instanceof MeterReading.Energy energy) {
      counter(before, after, energy.micros());
    } else if (sample instanceof MeterReading.Power power) {
      power(before + (after - before) / 2, power.milliwatts());
    } else if (sample instanceof MeterReading.Unavailable none) {
      fail(none.reason());
      if (none.lost()) {
        beginAnew();
      }
    }
  }

  /** What is wrong with the values read, in words; empty if they tell energy. */
  String wrong() {
    if (stuck) {
      return "its energy counter does not move";
    }
    return implausible
        ? "its readings are beyond what it can draw (" + limitMilliwatts / 1_000 + " W)"
        : "";
  }

  /** When to read next. */
  public long nextPoll(long now) {
    return answeredByCounter ? pace.afterCounter(now, since) : pace.afterOther(now);
  }

  /** The longest time between two readings, as it is now. */
  long pause() {
    return pace.pause();
  }

  /** What is known of the counter's ticks, once something is. */
  public Optional<TickEstimate> ticks() {
    OptionalLong period = grid.period();
    return period.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new TickEstimate(
                Duration.ofNanos(period.getAsLong()),
                grid.locked(),
                Duration.ofNanos(grid.edge().half())));
  }

  private void counter(long before, long after, long micros) {
    if (micros < 0) {
      fail("garbage");
      return;
    }
    answeredByCounter = true;
    resume(micros, after);
    if (!hasReading) {
      show(before, after, micros);
    } else if (micros < value) {
      lower(before, after, micros);
    } else if (micros > value) {
      changed(new CounterChange(since, still, before, after), micros);
    } else {
      unchanged(before);
    }
  }

  private void lower(long before, long after, long micros) {
    if (value - micros <= JITTER_MICROS && value - micros < value / JITTER_PART) {
      fail("counter_jitter");
      return;
    }
    fail("counter_reset");
    beforeDrop = open ? Optional.of(new Shown(value, since, still)) : Optional.empty();
    open = false;
    show(before, after, micros);
  }

  // A counter that goes on from where it was before it fell was not reset: what it showed meanwhile
  // was garbage. Only as long as no energy has been made of that.
  private void resume(long micros, long now) {
    Shown shown = beforeDrop.orElse(null);
    if (!open && shown != null && micros >= shown.value) {
      if (isPlausible(micros - shown.value, now - lastEdge, now)) {
        value = shown.value;
        since = shown.since;
        still = shown.still;
        open = true;
      }
      beforeDrop = Optional.empty();
    }
  }

  private void unchanged(long before) {
    still = before;
    watchLock(() -> grid.quiet(since, before));
    long patience = Math.max(STUCK_AFTER, STUCK_AFTER_PERIODS * grid.period().orElse(0));
    if (!stuck && before - since > patience) {
      stuck = true;
      fail("stuck");
    }
  }

  private void changed(CounterChange change, long micros) {
    watchLock(() -> grid.observe(change));
    TimeBounds tick = grid.edge();
    if (!open) {
      open = true;
      events.accept(new PowerEvent.Opened(device, tick.middle(), tick.half()));
    } else {
      close(tick, micros - value, change.answered());
    }
    lastEdge = tick.middle();
    show(change.asked(), change.answered(), micros);
  }

  // Where the edge is put is a guess; that the energy was used by the time of the answer is not.
  private void close(TimeBounds tick, long micros, long answered) {
    long at = Math.max(lastEdge, tick.middle());
    implausible = !isPlausible(micros, answered - lastEdge, answered);
    if (implausible) {
      fail("implausible");
      events.accept(new PowerEvent.Opened(device, at, tick.half()));
    } else {
      edge(at, micros, tick.half());
    }
  }

  private void edge(long at, long micros, long uncertainty) {
    int state = condition.performanceState(at);
    boolean throttled = isLoaded(micros, at - edgeAt) && condition.isThrottled(at);
    edgeAt = at;
    Edge edge = new Edge(at, micros, uncertainty, state, throttled);
    events.accept(new PowerEvent.Changed(device, edge));
  }

  // A device that does next to nothing is not held back, and need not be asked.
  private boolean isLoaded(long micros, long nanos) {
    return micros * NANO_MILLIWATTS_PER_MICROJOULE > LOADED * limitMilliwatts * nanos;
  }

  // An operator may have raised the limit.
  private boolean isPlausible(long micros, long nanos, long now) {
    if (micros > most(nanos)) {
      askForLimit(now);
    }
    return micros <= most(nanos);
  }

  private void askForLimit(long now) {
    limitMilliwatts = limit.apply(now).orElse(UNKNOWN_LIMIT_MILLIWATTS);
  }

  private long most(long nanos) {
    double watts = HEADROOM * limitMilliwatts;
    return QUANTUM_MICROS + (long) (watts * nanos / NANO_MILLIWATTS_PER_MICROJOULE);
  }

  private void watchLock(Runnable learning) {
    int before = grid.locksLost();
    learning.run();
    if (grid.locksLost() > before) {
      fail("lock_lost");
    }
  }

  private void show(long before, long after, long micros) {
    hasReading = true;
    stuck = false;
    since = after;
    still = before;
    value = micros;
  }

  // The sensor's own updates are the edges: between two of them a reading says the same again.
  // Where
  // power does not change an edge comes now and then, and where it is put makes no difference.
  private void power(long at, long milliwatts) {
    if (milliwatts > HEADROOM * limitMilliwatts) {
      askForLimit(at);
    }
    implausible = milliwatts < 0 || milliwatts > HEADROOM * limitMilliwatts;
    if (implausible) {
      fail("implausible");
    } else if (!open || at - integral.read() > GAP_AT_MOST) {
      beginPower(at, milliwatts);
    } else if (integral.isUnchanged(milliwatts)) {
      integral.readAgain(at);
      if (at - integral.since() >= UNCHANGED_AT_MOST) {
        edge(at, integral.advance(at, milliwatts), 0);
      }
    } else {
      long half = (at - integral.read()) / 2;
      edge(at - half, integral.advance(at - half, milliwatts), half);
      integral.readAgain(at);
    }
  }

  private void beginPower(long at, long milliwatts) {
    if (open) {
      edge(integral.read(), integral.advance(integral.read(), milliwatts), 0);
      fail("gap");
    }
    open = true;
    integral.begin(at, milliwatts);
    events.accept(new PowerEvent.Opened(device, at, 0));
  }

  private void beginAnew() {
    hasReading = false;
    open = false;
    beforeDrop = Optional.empty();
  }

  private void fail(String reason) {
    events.accept(new PowerEvent.Failed(device, reason));
  }
}
