package io.joulebook.agent.runtime;

import java.time.Duration;

/**
 * Whether a device has not been heard of for so long that its calls are settled without it. What
 * the whole JVM slept through does not count: what the sampler has not read then it may still read,
 * as one long interval.
 */
final class OutageWatch {
  /** No edge for so long, or for ten periods of the sensor. */
  private static final long OUTAGE_NANOS = Duration.ofSeconds(2).toNanos();

  private static final int OUTAGE_PERIODS = 10;

  /** However slowly the sensor is read, two readings may be missed. */
  private static final int OUTAGE_READINGS = 3;

  /** A turn that is so late means that the JVM stood still. */
  private static final long PAUSED_NANOS = Duration.ofSeconds(1).toNanos();

  private long lastTurn;
  private long awakeSince;

  OutageWatch(long now) {
    lastTurn = now;
    awakeSince = now;
  }

  /** A turn begins. */
  void turn(long now) {
    if (now - lastTurn > PAUSED_NANOS) {
      awakeSince = now;
    }
    lastTurn = now;
  }

  /** When the latest turn began. */
  long lastTurn() {
    return lastTurn;
  }

  /**
   * Whether a device is out at the latest turn.
   *
   * @param heard up to where its readings have come
   * @param period of its counter; zero if none is known
   * @param pause the longest time between two readings
   */
  boolean isOut(long heard, Duration period, Duration pause) {
    long sensor = period.multipliedBy(OUTAGE_PERIODS).toNanos();
    long readings = pause.multipliedBy(OUTAGE_READINGS).toNanos();
    long bound = Math.max(OUTAGE_NANOS, Math.max(sensor, readings));
    return lastTurn - Math.max(heard, awakeSince) > bound;
  }
}
