package io.joulebook.collector.grid;

import java.time.Instant;

/**
 * The five-minute buckets of UTC, the finest time for which an intensity is kept. They divide the
 * quarter hours, half hours and hours in which the grid feeds publish.
 */
public final class Bucket {
  /** The length of a bucket in seconds. */
  public static final long SECONDS = 300;

  private Bucket() {}

  /** Begin of the bucket that a time falls into. */
  public static Instant startOf(Instant time) {
    return Instant.ofEpochSecond(number(time) * SECONDS);
  }

  /** The number of the bucket that a time falls into, counted from 1970. */
  static long number(Instant time) {
    return Math.floorDiv(time.getEpochSecond(), SECONDS);
  }

  static Instant start(long number) {
    return Instant.ofEpochSecond(number * SECONDS);
  }
}
