package io.joulebook.agent.ledger;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

/**
 * The power of quiet time, in blocks of half a second in which the jitter of the edges cancels: the
 * median of the last nine blocks, and their median distance from it.
 */
final class QuietBlocks {
  private static final long BLOCK_NANOS = 500_000_000;
  private static final int BLOCKS = 9;
  private static final int INTERVALS_AT_LEAST = 2;
  private static final long NANO_MILLIWATTS_PER_MICROJOULE = 1_000_000;

  private final Deque<Long> blocks = new ArrayDeque<>();
  private long micros;
  private long nanos;
  private int intervals;

  void add(long length, long energyMicros) {
    micros += energyMicros;
    nanos += length;
    intervals++;
    if (nanos >= BLOCK_NANOS) {
      keep();
    }
  }

  /** Something broke the quiet; what there is of a first block is kept, however short. */
  void broken() {
    if (blocks.isEmpty() && intervals >= INTERVALS_AT_LEAST) {
      keep();
    }
    drop();
  }

  private void keep() {
    blocks.addLast(power());
    if (blocks.size() > BLOCKS) {
      blocks.removeFirst();
    }
    drop();
  }

  private void drop() {
    micros = 0;
    nanos = 0;
    intervals = 0;
  }

  private long power() {
    return Split.floorShare(micros, NANO_MILLIWATTS_PER_MICROJOULE, nanos);
  }

  boolean isKnown() {
    return !blocks.isEmpty() || intervals >= INTERVALS_AT_LEAST;
  }

  /** In milliwatts. */
  long median() {
    return blocks.isEmpty() ? power() : median(values());
  }

  /** In milliwatts. */
  long spread() {
    long median = median();
    return blocks.isEmpty()
        ? 0
        : median(Arrays.stream(values()).map(p -> Math.abs(p - median)).toArray());
  }

  private long[] values() {
    return blocks.stream().mapToLong(Long::longValue).toArray();
  }

  private static long median(long[] values) {
    Arrays.sort(values);
    return values[values.length / 2];
  }
}
