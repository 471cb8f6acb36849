package io.joulebook.collector.carbon;

import io.joulebook.collector.grid.Bucket;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;

/** Splits energy over the five-minute buckets of UTC. */
public final class BucketSplit {
  /** An interval longer than this, or reversed, tells of a wall clock that was set. */
  private static final Duration LONGEST = Duration.ofDays(31);

  private BucketSplit() {}

  /** Receives the parts of an amount. */
  @FunctionalInterface
  public interface Sink {
    /** Takes the part that falls into the bucket that begins then. */
    void take(Instant bucket, long micros);
  }

  /**
   * Splits an amount evenly over an interval. Each part is the difference of two rounded running
   * totals, so the parts add up to the amount. An interval longer than 31 days, or reversed, is
   * taken as its end: its length is a jump of the wall clock and says nothing of the use.
   */
  public static void split(long micros, Instant from, Instant to, Sink sink) {
    Instant bucket = Bucket.startOf(from);
    if (!to.isAfter(bucket.plusSeconds(Bucket.SECONDS)) && !to.isBefore(from)) {
      sink.take(bucket, micros);
    } else if (isPlausible(from, to)) {
      splitAcross(micros, from, to, sink);
    } else {
      sink.take(Bucket.startOf(to), micros);
    }
  }

  private static boolean isPlausible(Instant from, Instant to) {
    return !to.isBefore(from) && !to.isAfter(from.plus(LONGEST));
  }

  private static void splitAcross(long micros, Instant from, Instant to, Sink sink) {
    long length = Duration.between(from, to).toNanos();
    long before = 0;
    for (Instant bucket = Bucket.startOf(from); bucket.isBefore(to); ) {
      Instant next = bucket.plusSeconds(Bucket.SECONDS);
      long sofar =
          next.isBefore(to) ? upTo(micros, Duration.between(from, next).toNanos(), length) : micros;
      sink.take(bucket, sofar - before);
      before = sofar;
      bucket = next;
    }
  }

  /**
   * The part of an amount that falls into the begin of an interval, rounded down.
   *
   * @param elapsed how long that begin is; not negative
   * @param length how long the interval is, in the same unit; above 0
   */
  public static long upTo(long amount, long elapsed, long length) {
    return BigInteger.valueOf(amount)
        .multiply(BigInteger.valueOf(elapsed))
        .divide(BigInteger.valueOf(length))
        .longValueExact();
  }
}
