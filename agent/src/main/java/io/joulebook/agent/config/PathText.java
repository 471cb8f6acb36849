package io.joulebook.agent.config;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** A path as it is configured. Nothing is looked up on disk, which may hang. */
final class PathText {
  private PathText() {}

  /**
   * That text, if it is a path.
   *
   * @throws IllegalArgumentException if it is none on this host
   */
  static String parse(String text) {
    if (text.isBlank() || text.indexOf('\0') >= 0 || text.contains("://")) {
      throw new IllegalArgumentException("no path");
    }
    if (!isNamable(text)) {
      throw new IllegalArgumentException(
          "this JVM spells file names in '"
              + System.getProperty("sun.jnu.encoding")
              + "', which lacks a character of it: set LC_ALL=C.UTF-8");
    }
    return text;
  }

  private static boolean isNamable(String text) {
    try {
      return !Path.of(text).toString().isEmpty();
    } catch (InvalidPathException e) {
      return false;
    }
  }
}
