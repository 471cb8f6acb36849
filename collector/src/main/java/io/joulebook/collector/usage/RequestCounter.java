package io.joulebook.collector.usage;

/** Counts the requests that calls belong to. Not thread-safe. */
public interface RequestCounter {
  /** A call belongs to that request, see {@code Receipt.request}. */
  void add(String request);

  /** How many requests there were. */
  long count();
}
