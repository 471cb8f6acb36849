package io.joulebook.collector.grid;

import java.time.Duration;
import java.util.OptionalLong;

/**
 * What one feed is known to say of each of the last buckets: the latest revision, with forecasts
 * left out. Some 370 kB for a hundred days once it has a value, whatever the feed's resolution.
 */
final class FeedSeries {
  private static final int BUCKETS_A_DAY = (int) (Duration.ofDays(1).toSeconds() / Bucket.SECONDS);
  private static final int PROFILE_DAYS = 28;
  private static final int FEWEST_DAYS = 5;

  final FeedName feed;
  private final int capacity;
  private long[] buckets = {};
  private int[] milligrams = {};
  private boolean[] estimated = {};

  /** The track of a feed, for so many buckets. */
  FeedSeries(FeedName feed, int capacity) {
    this.feed = feed;
    this.capacity = capacity;
  }

  /** Takes what a record says of its buckets. */
  void take(IntensityRecord record) {
    if (buckets.length == 0) {
      buckets = new long[capacity];
      milligrams = new int[capacity];
      estimated = new boolean[capacity];
    }
    long end = Bucket.number(record.to());
    for (long bucket = Bucket.number(record.from()); bucket < end; bucket++) {
      take(bucket, record);
    }
  }

  // A bucket of a hundred days ago must not push out one of today.
  private void take(long bucket, IntensityRecord record) {
    int slot = slot(bucket);
    if (buckets[slot] <= bucket) {
      buckets[slot] = bucket;
      milligrams[slot] = Math.toIntExact(record.intensity().milligramsPerKwh());
      estimated[slot] = record.kind() == RecordKind.ESTIMATED;
    }
  }

  private int slot(long bucket) {
    return (int) Math.floorMod(bucket, (long) capacity);
  }

  boolean knows(long bucket) {
    return buckets.length > 0 && buckets[slot(bucket)] == bucket;
  }

  /** The intensity of a bucket that it {@link #knows}. */
  GridIntensity at(long bucket) {
    return GridIntensity.ofMilligramsPerKwh(milligrams[slot(bucket)]);
  }

  /** Whether the feed calls its value of that bucket an estimate. */
  boolean isEstimate(long bucket) {
    return estimated[slot(bucket)];
  }

  /** The last bucket known before this one whose end is at most so long before its begin. */
  OptionalLong lastBefore(long bucket, Duration age) {
    long oldest = bucket - 1 - age.toSeconds() / Bucket.SECONDS;
    for (long before = bucket - 1; before >= oldest; before--) {
      if (knows(before)) {
        return OptionalLong.of(before);
      }
    }
    return OptionalLong.empty();
  }

  /** The mean of the same bucket of the 28 days before, in mg/kWh, if five of them are known. */
  OptionalLong profile(long bucket) {
    long sum = 0;
    int days = 0;
    for (int day = 1; day <= PROFILE_DAYS; day++) {
      long before = bucket - (long) day * BUCKETS_A_DAY;
      if (knows(before)) {
        sum += milligrams[slot(before)];
        days++;
      }
    }
    return days < FEWEST_DAYS ? OptionalLong.empty() : OptionalLong.of(sum / days);
  }
}
