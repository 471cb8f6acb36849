package io.joulebook.agent.power;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

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

  /** The time between two changes, and the widths of the bounds within which each lies. */
  private record Gap(long nanos, long widthBefore, long width, boolean sawQuiet) {
    double longest() {
      return nanos + (widthBefore + width) / 2.0;
    }
  }

  private final Deque<Gap> gaps = new ArrayDeque<>();
  private @Nullable TimeBounds last;
  private boolean fast;
  private long fastWithin = Long.MAX_VALUE;
  private int quietInARow;

  void take(CounterChange change) {
    TimeBounds bracket = change.bracket();
    if (last != null) {
      long gap = bracket.middle() - last.middle();
      add(new Gap(gap, last.width(), bracket.width(), change.sawQuiet()));
    }
    last = bracket;
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
    last = null;
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
   * that may hold two ticks. The bounds of the first and the last change of those that follow each
   * other say how far off that may be.
   */
  Optional<Double> period() {
    if (fast || gaps.size() < AT_LEAST || !mostlyQuiet()) {
      return Optional.empty();
    }
    double atMost = ONE_PERIOD_AT_MOST * mean(gap -> true);
    Predicate<Gap> isOne = gap -> gap.longest() <= atMost;
    double mean = mean(isOne);
    long ones = gaps.stream().filter(isOne).count();
    double width = gaps.stream().mapToLong(Gap::width).average().orElse(0);
    boolean fine = width <= COARSEST * mean;
    boolean exact = off(isOne) <= PeriodBounds.FIRST_UNCERTAINTY * mean * ones;
    return fine && exact ? Optional.of(mean) : Optional.empty();
  }

  private double mean(Predicate<Gap> of) {
    return gaps.stream().filter(of).mapToLong(Gap::nanos).average().orElse(Double.MAX_VALUE);
  }

  // By how much the sum of these may be off. A change between two of them moves what it adds to one
  // from the other.
  private double off(Predicate<Gap> of) {
    double off = 0;
    boolean follows = false;
    for (Gap gap : gaps) {
      off += of.test(gap) == follows ? 0 : gap.widthBefore / 2.0;
      follows = of.test(gap);
    }
    return follows ? off + gaps.getLast().width / 2.0 : off;
  }
}
