package io.joulebook.agent.ledger;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Optional;

/**
 * Estimates what the loaded device draws with no call in flight, from intervals in which none was.
 *
 * <p>Quiet intervals are added up in blocks of half a second, in which the jitter of the edges
 * cancels; the estimate is the median of the last nine blocks, its spread their median distance
 * from it. Until something quiet has been seen, nothing is known.
 */
final class BasePower {
  /** Work may trail behind the end of a call: an interval counts as quiet only this long after. */
  private static final long SETTLING_NANOS = 250_000_000;

  /** Before any time of the monotonic clock, and far enough from overflow. */
  private static final long LONG_AGO = Long.MIN_VALUE / 2;

  private static final long BLOCK_NANOS = 500_000_000;
  private static final int BLOCKS = 9;
  private static final int INTERVALS_AT_LEAST = 2;
  private static final long NANO_MILLIWATTS_PER_MICROJOULE = 1_000_000;

  private final Deque<Long> blocks = new ArrayDeque<>();
  private long micros;
  private long nanos;
  private int intervals;
  private long quietSince = LONG_AGO;

  /**
   * What is known of base power.
   *
   * @param milliwatts the estimate
   * @param spread how far blocks lie from it, in milliwatts
   */
  record Estimate(long milliwatts, long spread) {}

  /** An interval in which calls were in flight; a first estimate is kept, however short. */
  void busyUntil(long time) {
    quietSince = time;
    if (blocks.isEmpty() && intervals >= INTERVALS_AT_LEAST) {
      keepBlock();
    }
    dropBlock();
  }

  /** An interval in which none was. */
  void quiet(long from, long length, long energyMicros) {
    if (from - quietSince < SETTLING_NANOS) {
      return;
    }
    micros += energyMicros;
    nanos += length;
    intervals++;
    if (nanos >= BLOCK_NANOS) {
      keepBlock();
    }
  }

  private void keepBlock() {
    blocks.addLast(power());
    if (blocks.size() > BLOCKS) {
      blocks.removeFirst();
    }
    dropBlock();
  }

  private void dropBlock() {
    micros = 0;
    nanos = 0;
    intervals = 0;
  }

  private long power() {
    return Split.floorShare(micros, NANO_MILLIWATTS_PER_MICROJOULE, nanos);
  }

  Optional<Estimate> estimate() {
    if (!blocks.isEmpty()) {
      long median = median(blocks.stream().mapToLong(Long::longValue).toArray());
      long spread = median(blocks.stream().mapToLong(p -> Math.abs(p - median)).toArray());
      return Optional.of(new Estimate(median, spread));
    }
    return intervals < INTERVALS_AT_LEAST
        ? Optional.empty()
        : Optional.of(new Estimate(power(), 0));
  }

  private static long median(long[] values) {
    Arrays.sort(values);
    return values[values.length / 2];
  }
}
