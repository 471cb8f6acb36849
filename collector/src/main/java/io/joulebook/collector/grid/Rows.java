package io.joulebook.collector.grid;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/** The rows of a table that the collector carries: no quotes, lines that begin with # left out. */
final class Rows {
  private Rows() {}

  /** The rows below the header, each as its columns. */
  static List<String[]> of(String resource) {
    try (InputStream in = Rows.class.getResourceAsStream(resource)) {
      Objects.requireNonNull(in, () -> resource + " is missing from the collector's jar");
      return read(new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8)));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + resource, e);
    }
  }

  private static List<String[]> read(BufferedReader reader) {
    return reader
        .lines()
        .filter(line -> !line.startsWith("#"))
        .skip(1)
        .map(line -> line.split(",", -1))
        .toList();
  }
}
