package io.joulebook.benchmarks.accuracy;

import java.time.Instant;
import java.util.List;

/**
 * What both clocks said at one moment.
 *
 * @param monotonic {@link System#nanoTime}
 * @param epochNanos nanoseconds since 1970
 */
record Anchor(long monotonic, long epochNanos) {
  private static final long CLOSE_NANOS = 5_000;
  private static final int TRIES = 100;

  /** Now, read anew while the thread was held up between the two clocks. */
  static Anchor now() {
    for (int i = 0; ; i++) {
      long before = System.nanoTime();
      Instant instant = Instant.now();
      long after = System.nanoTime();
      if (after - before < CLOSE_NANOS || i == TRIES) {
        return new Anchor(before + (after - before) / 2, epochNanos(instant));
      }
    }
  }

  static long epochNanos(Instant instant) {
    return instant.getEpochSecond() * 1_000_000_000 + instant.getNano();
  }

  /** The monotonic time of a time of day, by the last anchor before it. */
  static long monotonic(List<Anchor> anchors, Instant instant) {
    long wanted = epochNanos(instant);
    Anchor best = anchors.get(0);
    for (Anchor anchor : anchors) {
      best = anchor.epochNanos() <= wanted ? anchor : best;
    }
    return best.monotonic() + wanted - best.epochNanos();
  }
}
