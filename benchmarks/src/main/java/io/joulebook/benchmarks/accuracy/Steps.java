package io.joulebook.benchmarks.accuracy;

import java.util.Arrays;
import java.util.List;
import java.util.function.ToLongFunction;

/** A value that is constant between changes, and its integral over nanoseconds, exact. */
final class Steps {
  private final long[] times;
  private final long[] values;
  private final long[] sums;
  private int size;

  /** Holds a value from ever; its integral is counted from {@code origin}. */
  Steps(long origin, long value, int changes) {
    times = new long[changes + 1];
    values = new long[changes + 1];
    sums = new long[changes + 1];
    times[0] = origin;
    values[0] = value;
    size = 1;
  }

  /** The true power of a GPU, in milliwatts: its integral is in picojoules. */
  static Steps power(long origin, List<Change> ofOneGpu, Truth truth) {
    long base = truth.baseMilliwatts();
    return of(origin, base, ofOneGpu, inFlight -> base + truth.activeMilliwatts(inFlight));
  }

  /** The number of calls in flight on it. */
  static Steps inFlight(long origin, List<Change> ofOneGpu) {
    return of(origin, 0, ofOneGpu, InFlight::all);
  }

  private static Steps of(
      long origin, long before, List<Change> changes, ToLongFunction<InFlight> value) {
    Steps steps = new Steps(origin, before, changes.size());
    InFlight inFlight = new InFlight();
    for (Change change : changes) {
      inFlight.take(change.model(), change.begin());
      steps.add(change.time(), value.applyAsLong(inFlight));
    }
    return steps;
  }

  /** From this time on, not before the last, it has this value. */
  void add(long time, long value) {
    sums[size] = sums[size - 1] + values[size - 1] * (time - times[size - 1]);
    times[size] = time;
    values[size] = value;
    size++;
  }

  /** The integral from the origin to a time; below zero before it. */
  long integral(long time) {
    int found = Arrays.binarySearch(times, 0, size, time);
    int at = Math.max(0, found >= 0 ? found : -found - 2);
    return sums[at] + values[at] * (time - times[at]);
  }

  long integral(long from, long to) {
    return integral(to) - integral(from);
  }
}
