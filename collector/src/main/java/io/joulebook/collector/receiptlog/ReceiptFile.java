package io.joulebook.collector.receiptlog;

import io.joulebook.collector.AgentHealth;
import io.joulebook.collector.Collector;
import io.joulebook.collector.DiskCheck;
import io.joulebook.collector.Receipt;
import io.joulebook.collector.ReceiptLogStatus;
import io.joulebook.collector.Statement;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Keeps every receipt and the sums of all statements in a file, one JSON line each, and hands all
 * on as they come.
 *
 * <p>{@link #accept} never waits for the disk: lines go to a queue, and a thread of its own writes
 * them about once a second. At most 4 MiB wait; what is beyond that, while the disk is full, slow
 * or gone, is lost, counted, and told by a line in the file once that is possible. Entries come
 * from one thread at a time; the rest is safe for any.
 */
public final class ReceiptFile implements Collector {
  /** How long the end of the JVM may be held up. */
  private static final long END_MILLIS = 500;

  private final Collector next;
  private final LineQueue queue;
  private final StatementSums sums;
  private final Thread thread;
  private final ReceiptWriter writer;
  private final Thread atTheEnd;

  private ReceiptFile(
      Collector next, LineQueue queue, Duration interval, ReceiptWriter writer, Thread thread) {
    this.next = next;
    this.queue = queue;
    this.writer = writer;
    this.thread = thread;
    sums = new StatementSums(interval, this::write);
    atTheEnd = new Thread(null, () -> end(END_MILLIS), "joulebook-receipts-end", 0, false);
    atTheEnd.setUncaughtExceptionHandler((ended, error) -> {});
  }

  /**
   * Starts to keep them. Nothing is opened before the first line; whatever goes wrong is said and
   * tried again.
   *
   * @param path the file to append to
   * @param interval over what time statements are added up; divides five minutes, or zero
   * @param head what to say of this run at the begin of each file
   * @param next takes all entries as they come
   * @param say is told, in one line, when the file cannot be written and when it can be again
   * @throws RuntimeException or {@link Error} if no thread can be had
   */
  public static ReceiptFile open(
      Path path,
      Rotation rotation,
      Duration interval,
      FileHead head,
      Collector next,
      Consumer<String> say) {
    InstantSource clock = Clock.systemUTC();
    Path file = path.toAbsolutePath();
    LineQueue queue = new LineQueue(clock);
    Supplier<byte[]> headLine =
        () -> EntryLine.of(head.at(clock.instant())).getBytes(StandardCharsets.US_ASCII);
    ReceiptWriter writer =
        new ReceiptWriter(
            file,
            queue,
            new RotatedFile(file, rotation, headLine, clock, RotatedFile.DISK),
            say,
            System::nanoTime);
    ReceiptFile receipts = new ReceiptFile(next, queue, interval, writer, start(writer));
    try {
      Runtime.getRuntime().addShutdownHook(receipts.atTheEnd);
    } catch (IllegalStateException endsAlready) {
      return receipts; // whoever opened the file then ends it
    }
    return receipts;
  }

  /**
   * Tries whether entries could be kept in a file, which is not made by that; for people who ask
   * before they start.
   *
   * @throws IOException if not; the message says why
   */
  public static void check(Path path) throws IOException {
    Path file = TargetFile.check(path.toAbsolutePath());
    DiskCheck.folder(file.resolveSibling("")); // it is rotated there
  }

  private static Thread start(ReceiptWriter writer) {
    Thread thread = new Thread(null, writer, "joulebook-receipts", 0, false);
    thread.setDaemon(true);
    thread.setContextClassLoader(null);
    // Whatever ends the thread is not to reach the host's default handler.
    thread.setUncaughtExceptionHandler((ended, error) -> {});
    thread.start();
    return thread;
  }

  /** The thread that writes, for counting its time. */
  public Thread thread() {
    return thread;
  }

  @Override
  public void accept(Receipt receipt) {
    next.accept(receipt);
    put(LineQueue.Kind.RECEIPT, () -> EntryLine.of(receipt));
  }

  @Override
  public void accept(Statement statement) {
    next.accept(statement);
    synchronized (sums) {
      try {
        sums.add(statement);
      } catch (RuntimeException | Error cannot) {
        queue.lost(LineQueue.Kind.STATEMENT);
      }
    }
  }

  private void write(Statement statement) {
    put(LineQueue.Kind.STATEMENT, () -> EntryLine.of(statement));
  }

  // Whoever keeps the books goes on, whatever it is.
  private void put(LineQueue.Kind kind, Supplier<String> line) {
    try {
      queue.offer(new LineQueue.Line(line.get(), kind));
    } catch (RuntimeException | Error cannot) {
      queue.lost(kind);
    }
  }

  @Override
  public void health(Supplier<AgentHealth> health) {
    next.health(health);
  }

  /** How many entries are in the file, and how many are not. */
  public ReceiptLogStatus status() {
    return new ReceiptLogStatus(queue.written(), queue.lost());
  }

  /**
   * Writes all there is, the open sums included, and from now on every entry at once; it may be
   * called again. Returns when all is on disk, or after that time: a disk that hangs must not hold
   * up the end of the host.
   */
  public void end(long millis) {
    synchronized (sums) {
      sums.end();
    }
    queue.end();
    try {
      queue.awaitWritten(millis);
    } catch (InterruptedException hurried) {
      Thread.currentThread().interrupt();
    }
  }

  /** The same, and then the file is closed and its thread ends: nothing more is to come. */
  public void close(long millis) {
    end(millis);
    writer.stop();
    LockSupport.unpark(thread);
    try {
      Runtime.getRuntime().removeShutdownHook(atTheEnd);
    } catch (IllegalStateException endsAlready) {
      return;
    }
  }
}
