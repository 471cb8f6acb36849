package io.joulebook.collector.report;

import io.joulebook.collector.Receipt;
import io.joulebook.collector.Statement;
import io.joulebook.collector.intake.EntryReader;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;

/** Reads a file of receipts and statements line by line; what is no entry is counted. */
final class EntryFile {
  private static final int LONGEST_LINE = 1 << 20;

  private final Consumer<Receipt> receipts;
  private final Consumer<Statement> statements;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private long lines;
  private long damaged;

  private EntryFile(Consumer<Receipt> receipts, Consumer<Statement> statements) {
    this.receipts = receipts;
    this.statements = statements;
  }

  /**
   * What a file held.
   *
   * @param lines all lines
   * @param damaged lines that are no entry, a torn last one among them
   */
  record Count(long lines, long damaged) {}

  static Count read(Path file, Consumer<Receipt> receipts, Consumer<Statement> statements)
      throws IOException {
    EntryFile reader = new EntryFile(receipts, statements);
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
      reader.read(in);
    }
    return new Count(reader.lines, reader.damaged);
  }

  private void read(InputStream in) throws IOException {
    for (int next = in.read(); next >= 0; next = in.read()) {
      if (next == '\n') {
        endLine();
      } else if (line.size() <= LONGEST_LINE) {
        line.write(next);
      }
    }
    if (line.size() > 0) {
      endLine();
    }
  }

  private void endLine() {
    lines++;
    try {
      EntryReader.read(
          line.toString(StandardCharsets.UTF_8),
          receipt -> receipts.accept(Plausible.checked(receipt)),
          statement -> statements.accept(Plausible.checked(statement)));
    } catch (RuntimeException noEntry) {
      damaged++;
    }
    line.reset();
  }
}
