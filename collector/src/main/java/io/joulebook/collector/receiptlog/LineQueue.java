package io.joulebook.collector.receiptlog;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Lines on their way to the disk, at most 4 MiB of them: whoever puts one in never waits for the
 * disk. What does not fit is lost and counted; the last quarter is for statements, which are few
 * and hold the sums. Thread-safe.
 */
final class LineQueue {
  /** Why a line is lost while nothing else is known: the disk is too slow, or hangs. */
  static final String DISK_SLOW = "disk_slow";

  static final String DISK_FULL = "disk_full";
  static final String WRITE_FAILED = "write_failed";

  /** A line that could not be made. */
  static final String FAILED = "failed";

  static final int MOST_BYTES = 4 << 20;

  private static final int MOST_BYTES_OF_RECEIPTS = MOST_BYTES / 4 * 3;

  /** What a line takes beside its bytes. */
  private static final int OVERHEAD_BYTES = 48;

  private static final int ENOUGH_TO_WRITE = 1 << 16;

  private final InstantSource clock;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition worth = lock.newCondition();
  private final Condition empty = lock.newCondition();
  private final Deque<Line> lines = new ArrayDeque<>();
  private final Map<String, Gap> gaps = new HashMap<>();

  /** Shown from the start: a counter that is not there yet cannot be seen to rise. */
  private final Map<String, Long> lost =
      new TreeMap<>(Map.of(DISK_FULL, 0L, DISK_SLOW, 0L, WRITE_FAILED, 0L, FAILED, 0L));

  private String reason = DISK_SLOW;
  private long bytes;
  private long written;
  private int taken;
  private boolean ending;

  /** What a line is of. */
  enum Kind {
    RECEIPT,
    STATEMENT
  }

  /** A line with its end, in ASCII. */
  record Line(String text, Kind kind) {
    private int size() {
      return text.length() + OVERHEAD_BYTES;
    }
  }

  LineQueue(InstantSource clock) {
    this.clock = clock;
  }

  /** Puts a line in; false if there is no room for it and it is lost. */
  boolean offer(Line line) {
    lock.lock();
    try {
      int most = line.kind == Kind.STATEMENT ? MOST_BYTES : MOST_BYTES_OF_RECEIPTS;
      if (bytes + line.size() > most) {
        count(line.kind, reason);
        return false;
      }
      lines.add(line);
      bytes += line.size();
      if (ending || bytes >= ENOUGH_TO_WRITE) {
        worth.signal();
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** Counts a line that never was one. */
  void lost(Kind kind) {
    lock.lock();
    try {
      count(kind, FAILED);
    } finally {
      lock.unlock();
    }
  }

  private void count(Kind kind, String why) {
    Instant now = clock.instant();
    lost.merge(why, 1L, Long::sum);
    Gap before = gaps.getOrDefault(why, new Gap(now, now, why, 0, 0));
    long receipts = before.receipts() + (kind == Kind.RECEIPT ? 1 : 0);
    gaps.put(why, new Gap(before.from(), now, why, receipts, before.entries() + 1 - receipts));
  }

  /** Waits until there is enough to write, or so long. */
  void await(long nanos) throws InterruptedException {
    lock.lock();
    try {
      long left = nanos;
      while (left > 0 && !isWorthWriting()) {
        left = worth.awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
  }

  private boolean isWorthWriting() {
    return ending ? !lines.isEmpty() || !gaps.isEmpty() : bytes >= ENOUGH_TO_WRITE;
  }

  /** Takes some lines out, in order; they count as under way until {@link #written}. */
  List<Line> take() {
    lock.lock();
    try {
      List<Line> some = new ArrayList<>();
      for (int size = 0; !lines.isEmpty() && size < ENOUGH_TO_WRITE; ) {
        Line line = lines.remove();
        size += line.size();
        bytes -= line.size();
        some.add(line);
      }
      taken += some.size();
      return some;
    } finally {
      lock.unlock();
    }
  }

  /** Notes that so many of those taken are on disk. */
  void written(int count) {
    lock.lock();
    try {
      written += count;
      taken -= count;
      if (taken == 0 && lines.isEmpty()) {
        empty.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  /** The gaps that no file tells of yet; they are taken out. */
  List<Gap> takeGaps() {
    lock.lock();
    try {
      List<Gap> open = List.copyOf(gaps.values());
      gaps.clear();
      return open;
    } finally {
      lock.unlock();
    }
  }

  /** Puts a gap back that could not be written. */
  void putBack(Gap gap) {
    lock.lock();
    try {
      gaps.merge(
          gap.reason(),
          gap,
          (later, earlier) ->
              new Gap(
                  earlier.from(),
                  later.to(),
                  later.reason(),
                  earlier.receipts() + later.receipts(),
                  earlier.statements() + later.statements()));
    } finally {
      lock.unlock();
    }
  }

  /** Names why a line would be lost from now on. */
  void reason(String why) {
    lock.lock();
    try {
      reason = why;
    } finally {
      lock.unlock();
    }
  }

  /** From now on each line is written at once. */
  void end() {
    lock.lock();
    try {
      ending = true;
      worth.signalAll();
    } finally {
      lock.unlock();
    }
  }

  boolean isEnding() {
    lock.lock();
    try {
      return ending;
    } finally {
      lock.unlock();
    }
  }

  /** Waits until all is on disk, but not longer than so many milliseconds. */
  void awaitWritten(long millis) throws InterruptedException {
    lock.lock();
    try {
      long left = TimeUnit.MILLISECONDS.toNanos(millis);
      while (left > 0 && (taken > 0 || !lines.isEmpty())) {
        left = empty.awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Lines on disk so far. */
  long written() {
    lock.lock();
    try {
      return written;
    } finally {
      lock.unlock();
    }
  }

  /** Lines lost so far, by reason. */
  Map<String, Long> lost() {
    lock.lock();
    try {
      return Map.copyOf(lost);
    } finally {
      lock.unlock();
    }
  }
}
