package io.joulebook.agent;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The documentation and the sources of whole-JVM tests, for tests of what must stand in them. */
public final class Documentation {
  private static final Path MODULE = Path.of(System.getProperty("joulebook.basedir", ""));
  private static final Path WHOLE_TESTS = MODULE.resolve("src/test/java/io/joulebook/agent/whole");

  private Documentation() {}

  /** The row of a table that begins with this name. */
  public static List<String> rows(String page, String name) throws IOException {
    return Files.readAllLines(MODULE.resolve("../docs").resolve(page)).stream()
        .filter(line -> line.startsWith("| `" + name + "` |"))
        .toList();
  }

  /** The names that a text has in backticks. */
  public static List<String> quoted(String text) {
    return Pattern.compile("`([^`]+)`")
        .matcher(text)
        .results()
        .map(match -> match.group(1))
        .toList();
  }

  /** All whole-JVM tests, without the programs that they start. */
  public static String wholeTests() throws IOException {
    try (Stream<Path> files = Files.list(WHOLE_TESTS)) {
      return files
          .filter(file -> file.toString().endsWith(".java"))
          .map(Documentation::text)
          .collect(Collectors.joining());
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
