package io.joulebook.collector.history;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Reads a history, in the order in which its lines became known. What cannot be read is left out
 * and counted, by the reasons of the metric {@code joulebook_history_errors_total}.
 */
public final class HistoryReader {
  private static final int LONGEST_LINE = 1 << 16;
  private static final int BLOCK = 1 << 16;

  private final Map<String, Long> errors = new TreeMap<>();

  private HistoryReader() {}

  /**
   * Reads every file that has lines which became known in that month or later.
   *
   * @param since skips the files of months before this time's; lines in a file are all read
   * @return what could not be read, counted by reason
   * @throws IOException if the folder or a file cannot be read
   */
  public static Map<String, Long> read(Path folder, Instant since, Consumer<Entry> take)
      throws IOException {
    HistoryReader reader = new HistoryReader();
    for (Path file : files(folder, since)) {
      reader.read(file, take);
    }
    return reader.errors;
  }

  /**
   * The same for somebody who makes do with what can be read.
   *
   * @param unreadable is told of each file that cannot be
   * @throws IOException if the folder cannot be read
   */
  static Map<String, Long> read(
      Path folder, Instant since, Consumer<Entry> take, BiConsumer<Path, IOException> unreadable)
      throws IOException {
    HistoryReader reader = new HistoryReader();
    for (Path file : files(folder, since)) {
      try {
        reader.read(file, take);
      } catch (IOException cannot) {
        reader.count("unreadable");
        unreadable.accept(file, cannot);
      }
    }
    return reader.errors;
  }

  private static List<Path> files(Path folder, Instant since) throws IOException {
    YearMonth first = YearMonth.from(since.atZone(ZoneOffset.UTC));
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> isWanted(file, first)).sorted().toList();
    }
  }

  private static boolean isWanted(Path file, YearMonth first) {
    try {
      return HistoryFile.month(file.getFileName().toString())
          .filter(month -> !month.isBefore(first))
          .isPresent();
    } catch (DateTimeException noMonth) {
      return false;
    }
  }

  private void read(Path file, Consumer<Entry> take) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    byte[] block = new byte[BLOCK];
    try (InputStream in = Files.newInputStream(HistoryFile.regular(file))) {
      for (int size = in.read(block); size >= 0; size = in.read(block)) {
        int begin = 0;
        for (int i = 0; i < size; i++) {
          if (block[i] == '\n') {
            add(block, begin, i, line);
            take(line.toString(StandardCharsets.UTF_8), take);
            line.reset();
            begin = i + 1;
          }
        }
        add(block, begin, size, line);
      }
    }
    if (line.size() > 0) {
      count("torn_tail");
    }
  }

  private static void add(byte[] block, int begin, int end, ByteArrayOutputStream line) {
    line.write(block, begin, Math.min(end - begin, LONGEST_LINE - line.size()));
  }

  private void take(String line, Consumer<Entry> take) {
    HistoryLine.Read read = HistoryLine.read(line);
    if (read instanceof HistoryLine.Read.Whole whole) {
      take.accept(whole.entry());
    } else {
      count(read instanceof HistoryLine.Read.Newer ? "newer_version" : "damaged_line");
    }
  }

  private void count(String reason) {
    errors.merge(reason, 1L, Long::sum);
  }
}
