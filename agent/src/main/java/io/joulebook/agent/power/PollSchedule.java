package io.joulebook.agent.power;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.DoubleSupplier;

/**
 * When a meter is to be read next. Pure: the caller brings the times.
 *
 * <p>A counter whose ticks are not known is read every few milliseconds, but not for ever: such
 * haste comes out of an allowance. Then it is read five times a period, spread a little so that the
 * readings do not run in step with the ticks.
 *
 * <p>A counter on a locked grid is read twice a tick: just before the tick is due and just after.
 * At every other tick the two readings lie outside the span of the expected tick: then a tick
 * before the first of them is out of step, which tells a period that has become a whole fraction of
 * what it was. At the ticks between they lie halfway into the span, and halve it on the average. A
 * tick that is late is awaited in growing steps.
 */
final class PollSchedule {
  static final long LONGEST = Duration.ofMillis(50).toNanos();

  private static final long HASTE = Duration.ofMillis(5).toNanos();
  private static final long ALLOWANCE = Duration.ofSeconds(3).toNanos();
  private static final int ALLOWANCE_RETURNS_IN = 10;
  private static final long SHORTEST = Duration.ofMillis(10).toNanos();
  private static final long STEADY = Duration.ofMillis(20).toNanos();
  private static final int READINGS_PER_PERIOD = 5;
  private static final double SPREAD = 0.2;
  private static final long MARGIN = Duration.ofMillis(1).toNanos();
  private static final int MARGIN_UNCERTAINTYS = 2;
  private static final long INNER_AT_LEAST = 200_000;
  private static final int MARGINS_PER_PERIOD = 10;
  private static final long LATE_STEP = Duration.ofMillis(1).toNanos();

  private final Optional<Duration> fixed;
  private final TickPhaseLock grid;
  private final DoubleSupplier chance;
  private OptionalLong lastNow = OptionalLong.empty();
  private long allowance = ALLOWANCE;
  private boolean hasty;
  private Optional<TimeBounds> target = Optional.empty();
  private boolean inside;

  /**
   * The pace of one meter.
   *
   * @param fixed the time between readings that the configuration asks for
   * @param chance numbers from 0 to 1
   */
  PollSchedule(Optional<Duration> fixed, TickPhaseLock grid, DoubleSupplier chance) {
    this.fixed = fixed;
    this.grid = grid;
    this.chance = chance;
  }

  /**
   * When to read a counter next.
   *
   * @param changed the end of the reading that saw the latest change
   */
  long afterCounter(long now, long changed) {
    account(now);
    if (fixed.isPresent()) {
      return now + spread(fixed.get().toNanos());
    }
    if (grid.locked()) {
      return aim(now, changed);
    }
    target = Optional.empty();
    hasty = !grid.fast() && allowance > 0;
    return now + spread(hasty ? HASTE : steady());
  }

  /** When to read next what is not a counter, or did not answer. */
  long afterOther(long now) {
    account(now);
    return now + spread(fixed.map(Duration::toNanos).orElse(STEADY));
  }

  private void account(long now) {
    long passed = now - lastNow.orElse(now);
    allowance += hasty ? -passed : passed / ALLOWANCE_RETURNS_IN;
    allowance = Math.min(ALLOWANCE, allowance);
    lastNow = OptionalLong.of(now);
    hasty = false;
  }

  private long steady() {
    if (grid.fast() || grid.period().isEmpty()) {
      return STEADY;
    }
    long fifth = grid.period().getAsLong() / READINGS_PER_PERIOD;
    return Math.min(LONGEST, Math.max(SHORTEST, fifth));
  }

  private long spread(long pause) {
    return (long) (pause * (1 + SPREAD * (2 * chance.getAsDouble() - 1)));
  }

  private long aim(long now, long changed) {
    TimeBounds tick = target(now, changed);
    long period = grid.period().orElse(LONGEST);
    long outer = outer(tick);
    long margin = inside ? Math.max(INNER_AT_LEAST, tick.half() / 2) : outer;
    for (long due : new long[] {-margin, margin, outer}) {
      if (now < tick.middle() + due) {
        return tick.middle() + due;
      }
    }
    long late = (now - tick.middle()) / 2;
    return now + Math.min(period / READINGS_PER_PERIOD, Math.max(LATE_STEP, late));
  }

  private long outer(TimeBounds tick) {
    long most = Math.max(tick.half(), grid.period().orElse(LONGEST) / MARGINS_PER_PERIOD);
    return Math.min(most, Math.max(MARGIN, MARGIN_UNCERTAINTYS * tick.half()));
  }

  private TimeBounds target(long now, long changed) {
    TimeBounds tick = target.filter(due -> awaited(due, now, changed)).orElse(null);
    if (tick == null) {
      inside = !inside;
      tick = grid.expected(now);
      target = Optional.of(tick);
    }
    return tick;
  }

  // Also when a change was seen too early: what comes when the tick is due tells which it was.
  private boolean awaited(TimeBounds tick, long now, long changed) {
    boolean seen = changed > tick.middle() - grid.period().orElse(0) / 2;
    return !seen || (!inside && now < tick.middle() + outer(tick));
  }

  /** The longest time between two readings, as it is now. */
  long pause() {
    if (fixed.isPresent()) {
      return fixed.get().toNanos();
    }
    return grid.locked() ? Math.max(LONGEST, grid.period().orElse(LONGEST)) : LONGEST;
  }
}
