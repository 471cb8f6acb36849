package io.joulebook.collector.history;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How the files of a history are named: one for each month of UTC in which lines became known. */
final class HistoryFile {
  private static final Pattern NAME = Pattern.compile("history-([0-9]{4}-[0-9]{2})\\.jsonl");

  private HistoryFile() {}

  static String name(Instant knownAt) {
    return "history-" + YearMonth.from(knownAt.atZone(ZoneOffset.UTC)) + ".jsonl";
  }

  /** The month of a file, if it is one of a history. */
  static Optional<YearMonth> month(String name) {
    Matcher matcher = NAME.matcher(name);
    return matcher.matches() ? Optional.of(YearMonth.parse(matcher.group(1))) : Optional.empty();
  }

  static void makeFolder(Path folder) throws IOException {
    boolean isThere = Files.exists(folder, LinkOption.NOFOLLOW_LINKS);
    if (isThere && !Files.isDirectory(folder)) {
      throw new FileSystemException(folder.toString(), null, "is no folder");
    }
    Files.createDirectories(folder);
  }

  /**
   * That path, which may be opened without waiting: a pipe would wait until somebody else opens it.
   *
   * @throws IOException if there is something else than a file
   */
  static Path regular(Path file) throws IOException {
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      throw new FileSystemException(file.toString(), null, "is no regular file");
    }
    return file;
  }
}
