package io.joulebook.agent.power;

import java.util.Optional;

/** A stretch of the monotonic clock within which something happened, in nanoseconds. */
record TimeBounds(long from, long to) {
  long middle() {
    return from + (to - from) / 2;
  }

  /** Half its width, rounded up, so that the middle give or take it covers all. */
  long half() {
    return (to - from + 1) / 2;
  }

  long width() {
    return to - from;
  }

  Optional<TimeBounds> meet(TimeBounds other) {
    TimeBounds both = new TimeBounds(Math.max(from, other.from), Math.min(to, other.to));
    return both.from <= both.to ? Optional.of(both) : Optional.empty();
  }

  /** How far apart the two are; zero if they meet. */
  long gap(TimeBounds other) {
    return Math.max(0, Math.max(from - other.to, other.from - to));
  }
}
