package io.joulebook.collector.receiptlog;

import io.joulebook.collector.DiskCheck;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Takes lines from the queue to the disk, about once a second, on a thread of its own. While the
 * disk does not take them it waits, longer each time up to a minute, and goes on when there is
 * room.
 */
final class ReceiptWriter implements Runnable {
  private static final long WRITE_NANOS = Duration.ofSeconds(1).toNanos();

  /** Under load there is always more to write, and files are to be compressed all the same. */
  private static final int WRITES_IN_A_ROW = 16;

  private static final long REST_NANOS = Duration.ofMillis(250).toNanos();
  private static final long FIRST_RETRY_NANOS = Duration.ofSeconds(1).toNanos();
  private static final long LAST_RETRY_NANOS = Duration.ofMinutes(1).toNanos();

  private final Path path;
  private final LineQueue queue;
  private final RotatedFile file;
  private final Consumer<String> say;
  private final LongSupplier nanos;
  private final Deque<LineQueue.Line> waiting = new ArrayDeque<>();
  private long retryNanos;
  private long retryAt;
  private long lostBefore;
  private boolean untidySaid;
  private boolean gapSaid;
  private volatile boolean stopped;

  ReceiptWriter(
      Path path, LineQueue queue, RotatedFile file, Consumer<String> say, LongSupplier nanos) {
    this.path = path;
    this.queue = queue;
    this.file = file;
    this.say = say;
    this.nanos = nanos;
  }

  @Override
  public void run() {
    begin();
    while (!stopped) {
      try {
        boolean more = turn();
        if (isFailing()) {
          rest();
        } else {
          queue.await(more ? 0 : WRITE_NANOS);
        }
      } catch (InterruptedException | RuntimeException | Error goOn) {
        // Whatever it was, what is in the queue is written once that is possible.
        rest();
      }
    }
    closeQuietly();
  }

  /** Ends the thread after its turn, a second from now at most. */
  void stop() {
    stopped = true;
  }

  private static void rest() {
    LockSupport.parkNanos(REST_NANOS);
  }

  private void begin() {
    try {
      TargetFile.check(path);
    } catch (IOException | RuntimeException cannot) {
      failed(cannot);
    }
  }

  /**
   * Writes what there is, if the disk takes it.
   *
   * @return whether there is more to do at once
   */
  boolean turn() {
    if (isFailing() && nanos.getAsLong() - retryAt < 0 && !queue.isEnding()) {
      return false;
    }
    try {
      boolean more = true;
      for (int i = 0; more && i < WRITES_IN_A_ROW; i++) {
        more = writeSome();
        if (more) {
          recovered();
        }
      }
      return !isFailing() && (tidy() || more);
    } catch (IOException | RuntimeException | Error failure) {
      failed(failure);
      return false;
    }
  }

  /** Writes the next few lines; false if there were none. */
  private boolean writeSome() throws IOException {
    List<Gap> gaps = queue.takeGaps();
    if (waiting.isEmpty()) {
      waiting.addAll(queue.take());
    }
    if (gaps.isEmpty() && waiting.isEmpty()) {
      return false;
    }
    Deque<byte[]> lines = new ArrayDeque<>();
    gaps.forEach(gap -> lines.add(ascii(EntryLine.of(gap))));
    waiting.forEach(line -> lines.add(ascii(line.text())));
    try {
      file.write(lines);
      sayOf(gaps);
    } finally {
      int left = Math.min(lines.size(), waiting.size());
      int untold = lines.size() - left;
      gaps.subList(gaps.size() - untold, gaps.size()).forEach(queue::putBack);
      takeOut(waiting.size() - left);
    }
    return true;
  }

  // What was lost while the disk was in trouble is said when that is over.
  private void sayOf(List<Gap> gaps) {
    if (!gaps.isEmpty() && !isFailing() && !gapSaid) {
      gapSaid = true;
      Gap gap = gaps.get(0);
      say.accept(
          "receipts.file: "
              + gap.entries()
              + " receipts and statements are missing in "
              + path
              + " ("
              + gap.reason()
              + "); joulebook_receipts_lost_total counts on");
    }
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private void takeOut(int written) {
    for (int i = 0; i < written; i++) {
      waiting.remove();
    }
    queue.written(written);
  }

  // A file that cannot be compressed is as good as one that is, only larger.
  private boolean tidy() {
    try {
      return file.tidy();
    } catch (IOException | RuntimeException cannot) {
      if (!untidySaid) {
        untidySaid = true;
        say.accept(
            "receipts.file: files rotated away from "
                + path
                + " cannot be compressed or deleted ("
                + cannot
                + "): tried again every 10 min");
      }
      return false;
    }
  }

  // ---- trouble

  private boolean isFailing() {
    return retryNanos > 0;
  }

  private void failed(Throwable failure) {
    String reason = reason(failure);
    queue.reason(reason);
    closeQuietly();
    if (!isFailing()) {
      lostBefore = lost();
      say.accept(
          "receipts.file: "
              + path
              + " cannot be written ("
              + said(failure)
              + "): tried again every minute, up to "
              + (LineQueue.MOST_BYTES >> 20)
              + " MiB wait, what is beyond that is lost and counted");
    }
    retryNanos = isFailing() ? Math.min(LAST_RETRY_NANOS, retryNanos * 2) : FIRST_RETRY_NANOS;
    retryAt = nanos.getAsLong() + retryNanos;
  }

  private static String said(Throwable failure) {
    return failure instanceof IOException file ? DiskCheck.why(file) : String.valueOf(failure);
  }

  private static String reason(Throwable failure) {
    String text = String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT);
    boolean full =
        text.contains("no space left") || text.contains("quota") || text.contains("too large");
    return full ? LineQueue.DISK_FULL : LineQueue.WRITE_FAILED;
  }

  private void closeQuietly() {
    try {
      file.close();
    } catch (IOException alreadySaid) {
      return;
    }
  }

  private void recovered() {
    if (isFailing()) {
      retryNanos = 0;
      queue.reason(LineQueue.DISK_SLOW);
      say.accept(
          "receipts.file: "
              + path
              + " is written again; "
              + (lost() - lostBefore)
              + " receipts and statements were lost meanwhile");
    }
  }

  private long lost() {
    return queue.lost().values().stream().mapToLong(Long::longValue).sum();
  }
}
