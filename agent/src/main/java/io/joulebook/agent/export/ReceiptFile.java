package io.joulebook.agent.export;

import io.joulebook.collector.Collector;
import io.joulebook.collector.Receipt;
import io.joulebook.collector.Statement;
import io.joulebook.collector.Vitals;
import io.joulebook.collector.intake.EntryLine;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Appends every receipt and statement to a file, one JSON line each, and hands them on.
 *
 * <p>Lines are gathered and written about once a second, and when the JVM ends. Whatever goes wrong
 * is said once; then nothing more is written, and all else goes on. Used by the ledger's thread.
 */
public final class ReceiptFile implements Collector {
  static final long LARGEST_BYTES = 1L << 30;

  private static final int BUFFER_BYTES = 1 << 16;
  private static final long WRITE_NANOS = Duration.ofSeconds(1).toNanos();

  /** How long the end of the JVM may be held up. */
  private static final long END_MILLIS = 500;

  private final File file;
  private final Collector next;
  private final Consumer<String> say;
  private final long largest;
  private final ByteArrayOutputStream buffer = new ByteArrayOutputStream(BUFFER_BYTES);
  private final ReentrantLock lock = new ReentrantLock();
  private @Nullable OutputStream out;
  private long room;
  private long writtenAt = System.nanoTime();
  private boolean ending;

  ReceiptFile(
      File file, @Nullable OutputStream out, Collector next, Consumer<String> say, long largest) {
    this.file = file;
    this.out = out;
    this.next = next;
    this.say = say;
    this.largest = largest;
    room = largest - file.length();
  }

  /** Opens the file to append to it; if it cannot be had, that is said and nothing is written. */
  public static Collector open(String path, Collector next, Consumer<String> say) {
    File file = new File(path).getAbsoluteFile();
    try {
      ReceiptFile receipts = new ReceiptFile(file, append(file), next, say, LARGEST_BYTES);
      receipts.writeAtTheEnd();
      return receipts;
    } catch (IOException | RuntimeException cannot) {
      say.accept(refusal(file, String.valueOf(cannot.getMessage())));
      return next;
    }
  }

  // A pipe would hold up the books until somebody reads it.
  private static OutputStream append(File file) throws IOException {
    if (file.exists() && !file.isFile()) {
      throw new IOException(file.isDirectory() ? "is a directory" : "is no regular file");
    }
    return new FileOutputStream(file, true);
  }

  private static String refusal(File file, String why) {
    return "receipts.file: " + file + " cannot be written (" + why + "): no more receipts in it";
  }

  @Override
  public void accept(Receipt receipt) {
    next.accept(receipt);
    append(() -> EntryLine.of(receipt));
  }

  @Override
  public void accept(Statement statement) {
    next.accept(statement);
    append(() -> EntryLine.of(statement));
  }

  @Override
  public void vitals(Supplier<Vitals> vitals) {
    next.vitals(vitals);
  }

  private void append(Supplier<String> line) {
    lock.lock();
    try {
      if (out != null) {
        append(line.get().getBytes(StandardCharsets.ISO_8859_1));
      }
    } catch (IOException | RuntimeException failed) {
      stop(refusal(file, String.valueOf(failed.getMessage())));
    } finally {
      lock.unlock();
    }
  }

  private void append(byte[] line) throws IOException {
    if (line.length > room) {
      write();
    }
    if (line.length > room) {
      stop("receipts.file: " + file + " is full at " + largest + " bytes: no more receipts in it");
      return;
    }
    room -= line.length;
    buffer.write(line, 0, line.length);
    if (ending || buffer.size() >= BUFFER_BYTES || System.nanoTime() - writtenAt >= WRITE_NANOS) {
      write();
    }
  }

  // The file may have been cut meanwhile, or written to by another JVM.
  private void write() throws IOException {
    writtenAt = System.nanoTime();
    buffer.writeTo(Objects.requireNonNull(out));
    buffer.reset();
    room = largest - file.length();
  }

  private void stop(String why) {
    say.accept(why);
    buffer.reset();
    OutputStream open = out;
    out = null;
    try {
      if (open != null) {
        open.close();
      }
    } catch (IOException alreadySaid) {
      return;
    }
  }

  private void writeAtTheEnd() {
    Runtime.getRuntime()
        .addShutdownHook(new Thread(null, this::end, "joulebook-receipts", 0, false));
  }

  // A file system that hangs must not hold up the end of the host: the writing thread is left
  // behind.
  private void end() {
    Thread writer = new Thread(null, this::writeRest, "joulebook-receipts", 0, false);
    writer.setDaemon(true);
    writer.start();
    try {
      writer.join(END_MILLIS);
    } catch (InterruptedException hurried) {
      Thread.currentThread().interrupt();
    }
  }

  /** Writes what there is, and from now on every line at once. */
  void writeRest() {
    try {
      if (lock.tryLock(END_MILLIS, TimeUnit.MILLISECONDS)) {
        try {
          ending = true;
          if (out != null) {
            write();
          }
        } finally {
          lock.unlock();
        }
      }
    } catch (IOException | InterruptedException theEnd) {
      return;
    }
  }
}
