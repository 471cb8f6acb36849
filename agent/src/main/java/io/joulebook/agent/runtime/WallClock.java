package io.joulebook.agent.runtime;

import java.time.Instant;

/**
 * Says what time of day a monotonic time was. Only for stamps: nothing is measured with it. Not
 * thread-safe.
 */
public final class WallClock {
  private long nanos;
  private Instant instant = Instant.EPOCH;

  /** Notes that both clocks say this now; later stamps go by it. */
  public void set(long nanos, Instant instant) {
    this.nanos = nanos;
    this.instant = instant;
  }

  /** The time of day of a monotonic time. */
  public Instant at(long time) {
    return instant.plusNanos(time - nanos);
  }
}
