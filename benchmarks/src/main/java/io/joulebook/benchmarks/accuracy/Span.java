package io.joulebook.benchmarks.accuracy;

import java.time.Duration;
import java.util.Random;

/** A range of lengths of time, all alike probable; in nanoseconds. */
record Span(long least, long most) {
  static final Span NONE = new Span(0, 0);

  static Span millis(long least, long most) {
    return new Span(Duration.ofMillis(least).toNanos(), Duration.ofMillis(most).toNanos());
  }

  /** About that long, so that nothing runs in step with the sensor by chance. */
  static Span about(long millis) {
    long nanos = Duration.ofMillis(millis).toNanos();
    return new Span(nanos - nanos / 10, nanos + nanos / 10);
  }

  long pick(Random random) {
    return least + (long) (random.nextDouble() * (most - least));
  }
}
