package io.joulebook.collector.grid;

import org.jspecify.annotations.Nullable;

/** What was decided for each of the last days' buckets, and what it has become since. */
final class Decisions {
  private final int capacity;
  private long[] buckets = {};
  private @Nullable IntensityResult[] first = {};
  private @Nullable IntensityResult[] current = {};

  /** With no decision, and room for so many buckets. */
  Decisions(int capacity) {
    this.capacity = capacity;
  }

  /** Whether a decision about that bucket would be kept. */
  boolean keeps(long bucket) {
    return buckets.length == 0 || buckets[slot(bucket)] <= bucket;
  }

  /**
   * Notes a decision; one about a bucket too old to be kept, or decided before, changes nothing.
   */
  void decide(long bucket, IntensityResult quote) {
    if (!keeps(bucket) || first(bucket) != null) {
      return;
    }
    if (buckets.length == 0) {
      buckets = new long[capacity];
      first = new IntensityResult[capacity];
      current = new IntensityResult[capacity];
    }
    int slot = slot(bucket);
    buckets[slot] = bucket;
    IntensityResult shared = sameAsBefore(bucket, quote);
    first[slot] = shared;
    current[slot] = shared;
  }

  // Most prices are those of the five minutes before: one object for all of them.
  private IntensityResult sameAsBefore(long bucket, IntensityResult quote) {
    @Nullable IntensityResult before = first(bucket - 1);
    return before != null && quote.equals(before) ? before : quote;
  }

  void revise(long bucket, IntensityResult.Price price) {
    current[slot(bucket)] = price;
  }

  @Nullable IntensityResult first(long bucket) {
    return has(bucket) ? first[slot(bucket)] : null;
  }

  @Nullable IntensityResult current(long bucket) {
    return has(bucket) ? current[slot(bucket)] : null;
  }

  private boolean has(long bucket) {
    return buckets.length > 0 && buckets[slot(bucket)] == bucket && first[slot(bucket)] != null;
  }

  private int slot(long bucket) {
    return (int) Math.floorMod(bucket, (long) capacity);
  }
}
