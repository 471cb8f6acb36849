package io.joulebook.agent.ledger;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.ToLongFunction;

/**
 * The power of quiet time, in blocks of half a second in which the jitter of the edges cancels: the
 * median of the last nine blocks. A block whose outer edges are so vague that its power is not
 * known to two per cent goes on, to four seconds at most.
 *
 * <p>Until there is a whole block, what there is of a first one does, and then no longer.
 */
final class IdlePowerSamples {
  private static final long BLOCK_NANOS = 500_000_000;
  private static final long BLOCK_AT_MOST_NANOS = 4_000_000_000L;
  private static final int PART_OF_UNCERTAINTY = 50;

  /** Readings far apart leave little that is surely quiet; no bound beyond this is of use. */
  private static final int PART_SURE_AT_LEAST = 8;

  private static final int BLOCKS = 9;
  private static final int INTERVALS_AT_LEAST = 2;
  private static final long NANO_MILLIWATTS_PER_MICROJOULE = 1_000_000;

  private final Deque<Block> blocks = new ArrayDeque<>();
  private boolean onlyPartOfOne;
  private long micros;
  private long nanos;
  private int intervals;
  private long atStart;
  private long atEnd;

  /**
   * Some quiet time.
   *
   * @param power in milliwatts
   * @param uncertainty by how much its edges may falsify that, in milliwatts
   */
  private record Block(long power, long uncertainty) {
    double part() {
      return (double) uncertainty / Math.max(1, power);
    }
  }

  /**
   * Takes an interval in which nothing was in flight.
   *
   * @param length in nanoseconds, more than 0
   * @param uncertaintyAtStart by how much its first edge may be off, in nanoseconds
   * @param uncertaintyAtEnd the same for its last
   */
  void add(long length, long energyMicros, long uncertaintyAtStart, long uncertaintyAtEnd) {
    atStart = intervals == 0 ? uncertaintyAtStart : atStart;
    atEnd = uncertaintyAtEnd;
    micros += energyMicros;
    nanos += length;
    intervals++;
    boolean sharp = (atStart + atEnd) * PART_OF_UNCERTAINTY <= nanos;
    if (nanos >= BLOCK_NANOS && (sharp || nanos >= BLOCK_AT_MOST_NANOS)) {
      keep(false);
    }
  }

  /** Something broke the quiet. */
  void broken() {
    if (nanos >= BLOCK_NANOS) {
      keep(false); // vague, and its uncertainty says so: a server may never be quiet for longer
    } else if (intervals >= INTERVALS_AT_LEAST && (blocks.isEmpty() || isSharperPart())) {
      keep(true);
    }
    drop();
  }

  // By the part that is uncertain: of parts alike, that of the lowest power is no better.
  private boolean isSharperPart() {
    return onlyPartOfOne && running().part() < blocks.getLast().part();
  }

  private void keep(boolean part) {
    if (onlyPartOfOne) {
      blocks.clear();
    }
    onlyPartOfOne = part;
    blocks.addLast(running());
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

  private Block running() {
    long power = Split.boundedShare(micros, NANO_MILLIWATTS_PER_MICROJOULE, nanos);
    long edges = atStart + atEnd;
    long surely = Math.max(nanos / PART_SURE_AT_LEAST + 1, nanos - edges);
    return new Block(power, Split.boundedShare(power, edges, surely));
  }

  boolean isKnown() {
    return !blocks.isEmpty() || intervals >= INTERVALS_AT_LEAST;
  }

  /** In milliwatts. */
  long median() {
    return blocks.isEmpty() ? running().power : median(Block::power);
  }

  /** How far the median may be off, in milliwatts. */
  long spread() {
    if (blocks.isEmpty()) {
      return running().uncertainty;
    }
    long median = median();
    long ofEdges = (long) (median(Block::uncertainty) / Math.sqrt(blocks.size()));
    return Math.max(ofEdges, median(block -> Math.abs(block.power - median)));
  }

  private long median(ToLongFunction<Block> what) {
    long[] values = blocks.stream().mapToLong(what).sorted().toArray();
    int upper = values.length / 2;
    return values.length % 2 == 1
        ? values[upper]
        : values[upper - 1] + (values[upper] - values[upper - 1]) / 2;
  }
}
