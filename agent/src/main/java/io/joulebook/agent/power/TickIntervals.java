package io.joulebook.agent.power;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The times between the changes of a counter whose period is not known.
 *
 * <p>They tell the period only where the old value was mostly read more than once; else the counter
 * is fast: updated more often than it is read, or only when it is read. No grid is to be had then.
 * But a tick lies no further before the reading than the longest gap that readings had when they
 * were close together, for that gap was never without one.
 */
final class TickIntervals {
  private static final int KEPT = 31;
  private static final int AT_LEAST = 5;
  private static final int FAST_AT_LEAST = 20;
  private static final int QUIET_IN_A_ROW = 2;

  /** Through brackets that are wider than this part of a period, a wrong grid may fit for long. */
  private static final double COARSEST = 0.42;

  private static final double ONE_PERIOD_AT_MOST = 1.8;

  /** The time between two changes, and how exactly the second is known. */
  private record Gap(long nanos, long width, boolean sawQuiet) {}

  private final Deque<Gap> gaps = new ArrayDeque<>();
  private OptionalLong lastMiddle = OptionalLong.empty();
  private boolean fast;
  private long fastWithin = Long.MAX_VALUE;
  private int quietInARow;

  void take(CounterChange change) {
    TimeBounds bracket = change.bracket();
    long middle = bracket.middle();
    if (lastMiddle.isPresent()) {
      long gap = middle - lastMiddle.getAsLong();
      add(new Gap(gap, bracket.to() - bracket.from(), change.sawQuiet()));
    }
    lastMiddle = OptionalLong.of(middle);
    quietInARow = change.sawQuiet() ? quietInARow + 1 : 0;
    if (fast && quietInARow >= QUIET_IN_A_ROW) {
      clear();
    } else if (fast || isFast()) {
      fast = true;
      fastWithin = Math.min(fastWithin, longest());
    }
  }

  private void add(Gap gap) {
    gaps.addLast(gap);
    if (gaps.size() > KEPT) {
      gaps.removeFirst();
    }
  }

  private boolean isFast() {
    return gaps.size() >= FAST_AT_LEAST && !mostlyQuiet();
  }

  private boolean mostlyQuiet() {
    return gaps.stream().filter(Gap::sawQuiet).count() * 2 >= gaps.size();
  }

  private long longest() {
    return gaps.stream().mapToLong(Gap::nanos).max().orElse(Long.MAX_VALUE);
  }

  void clear() {
    gaps.clear();
    lastMiddle = OptionalLong.empty();
    quietInARow = 0;
    fast = false;
    fastWithin = Long.MAX_VALUE;
  }

  boolean fast() {
    return fast;
  }

  /** How far before a reading the tick of a fast counter lies at most. */
  long fastWithin() {
    return fastWithin;
  }

  /** The median, once there are some. */
  OptionalLong median() {
    long[] sorted = gaps.stream().mapToLong(Gap::nanos).sorted().toArray();
    return sorted.length < AT_LEAST
        ? OptionalLong.empty()
        : OptionalLong.of(sorted[sorted.length / 2]);
  }

  /**
   * The counter's period, if the gaps tell it well enough to begin with: their mean, those left out
   * in which readings were missed.
   */
  Optional<Double> period() {
    if (fast || gaps.size() < AT_LEAST || !mostlyQuiet()) {
      return Optional.empty();
    }
    double bound = ONE_PERIOD_AT_MOST * mean(Double.MAX_VALUE);
    double mean = mean(bound);
    double width = gaps.stream().mapToLong(Gap::width).average().orElse(0);
    boolean fine = width <= COARSEST * mean;
    boolean exact = width <= PeriodBounds.FIRST_UNCERTAINTY * mean * gaps.size();
    return fine && exact ? Optional.of(mean) : Optional.empty();
  }

  private double mean(double atMost) {
    return gaps.stream()
        .mapToDouble(Gap::nanos)
        .filter(gap -> gap <= atMost)
        .average()
        .orElse(Double.MAX_VALUE);
  }
}
