package io.joulebook.collector.report;

import io.joulebook.collector.Receipt;
import io.joulebook.collector.Statement;
import io.joulebook.collector.receiptlog.EntryReader;
import io.joulebook.collector.receiptlog.EntrySink;
import io.joulebook.collector.receiptlog.FileHead;
import io.joulebook.collector.receiptlog.Gap;
import io.joulebook.collector.receiptlog.ReceiptFiles;
import io.joulebook.collector.usage.EntryCheck;
import io.joulebook.collector.usage.Refusal;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.zip.ZipException;

/**
 * Reads a file of receipts and statements, compressed or not, line by line; what is no entry is
 * counted.
 */
final class EntryFile {
  private static final int LONGEST_LINE = 1 << 20;

  private final EntrySink sink;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private long lines;
  private long damaged;

  private EntryFile(EntrySink sink) {
    this.sink = sink;
  }

  /**
   * What files held.
   *
   * @param lines all lines
   * @param damaged lines that are no entry, a torn last one among them
   */
  record Count(long lines, long damaged) {
    Count plus(Count other) {
      return new Count(lines + other.lines, damaged + other.damaged);
    }
  }

  static Count read(Path file, EntrySink sink) throws IOException {
    EntryFile reader = new EntryFile(new Checked(sink));
    try (InputStream in = open(file)) {
      reader.read(in);
    }
    return new Count(reader.lines, reader.damaged);
  }

  /** Gives out the head that a file begins with, if it does. */
  static void readHead(Path file, Consumer<FileHead> heads) throws IOException {
    ByteArrayOutputStream first = new ByteArrayOutputStream();
    try (InputStream in = open(file)) {
      for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
        if (first.size() <= LONGEST_LINE) {
          first.write(next);
        }
      }
    } catch (EOFException | ZipException damaged) {
      return;
    }
    try {
      EntryReader.readHead(first.toString(StandardCharsets.UTF_8)).ifPresent(heads);
    } catch (RuntimeException noHead) {
      return;
    }
  }

  private static InputStream open(Path file) throws IOException {
    try {
      return ReceiptFiles.open(file);
    } catch (EOFException empty) {
      return InputStream.nullInputStream();
    } catch (ZipException notCompressed) {
      return new ByteArrayInputStream(new byte[] {'?'}); // a line that is damaged
    }
  }

  /** How many bytes it has, of a compressed one how many it was made of; as far as it is whole. */
  static long length(Path file) throws IOException {
    CountingStream count = new CountingStream();
    try (InputStream in = open(file)) {
      in.transferTo(count);
    } catch (EOFException | ZipException cutShort) {
      return count.bytes;
    }
    return count.bytes;
  }

  private static final class CountingStream extends OutputStream {
    private long bytes;

    @Override
    public void write(int one) {
      bytes++;
    }

    @Override
    public void write(byte[] some, int from, int count) {
      bytes += count;
    }
  }

  private void read(InputStream in) throws IOException {
    try {
      for (int next = in.read(); next >= 0; next = in.read()) {
        if (next == '\n') {
          endLine();
        } else if (line.size() <= LONGEST_LINE) {
          line.write(next);
        }
      }
    } catch (EOFException | ZipException cutShort) {
      // The rest of a compressed file cannot be read: it is one line that is missing, or many.
      line.write('?');
    }
    if (line.size() > 0) {
      endLine();
    }
  }

  private void endLine() {
    lines++;
    try {
      EntryReader.read(line.toString(StandardCharsets.UTF_8), sink);
    } catch (RuntimeException noEntry) {
      damaged++;
    }
    line.reset();
  }

  /** Lets through what a meter can have written. */
  private record Checked(EntrySink sink) implements EntrySink {
    @Override
    public void receipt(Receipt receipt) {
      refuse(EntryCheck.of(receipt));
      sink.receipt(receipt);
    }

    @Override
    public void statement(Statement statement) {
      refuse(EntryCheck.of(statement));
      sink.statement(statement);
    }

    private static void refuse(Optional<Refusal> why) {
      if (why.isPresent()) {
        throw new IllegalArgumentException("no meter has written this: " + why.get().label());
      }
    }

    @Override
    public void head(FileHead head) {
      sink.head(head);
    }

    @Override
    public void gap(Gap gap) {
      sink.gap(gap);
    }
  }
}
