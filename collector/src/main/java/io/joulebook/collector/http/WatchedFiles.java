package io.joulebook.collector.http;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * What is read from files, and read again once they have changed; looked at once a second at most.
 * If it cannot be read again, what was read before holds, and that is said. One thread at a time.
 */
final class WatchedFiles<T> {
  private static final long LOOK_NANOS = 1_000_000_000L;

  private final Reader<T> reader;
  private final Consumer<String> say;
  private final LongSupplier nanoTime;
  private List<Path> paths = List.of();
  private List<Object> state = List.of();
  private long looked;
  private T value;

  /** Reads the value, and names the files that it was read from. */
  interface Reader<T> {
    T read(List<Path> paths) throws IOException;
  }

  /**
   * Reads it for the first time.
   *
   * @throws IOException if it cannot be
   */
  WatchedFiles(Reader<T> reader, Consumer<String> say, LongSupplier nanoTime) throws IOException {
    this.reader = reader;
    this.say = say;
    this.nanoTime = nanoTime;
    List<Path> named = new ArrayList<>();
    value = reader.read(named);
    take(named);
  }

  private void take(List<Path> named) {
    paths = named;
    state = state(named);
    looked = nanoTime.getAsLong();
  }

  /** What the files say now, or said when they could last be read. */
  T get() {
    long now = nanoTime.getAsLong();
    if (now - looked >= LOOK_NANOS) {
      looked = now;
      if (!state(paths).equals(state)) {
        readAgain();
      }
    }
    return value;
  }

  private void readAgain() {
    List<Path> named = new ArrayList<>();
    try {
      value = reader.read(named);
      take(named);
    } catch (IOException e) {
      state = state(paths);
      say.accept(e.getMessage() + ": what it said before holds");
    }
  }

  private static List<Object> state(List<Path> paths) {
    List<Object> states = new ArrayList<>();
    for (Path path : paths) {
      try {
        BasicFileAttributes found = Files.readAttributes(path, BasicFileAttributes.class);
        states.add(List.of(found.lastModifiedTime(), found.size(), "" + found.fileKey()));
      } catch (IOException | RuntimeException e) {
        states.add("gone");
      }
    }
    return states;
  }
}
