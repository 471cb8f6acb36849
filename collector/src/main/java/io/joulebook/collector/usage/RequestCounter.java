package io.joulebook.collector.usage;

/** Counts the requests that calls belong to, by trace. Not thread-safe. */
public interface RequestCounter {
  /** A call belongs to the request of that trace. */
  void add(String traceId);

  /** How many requests there were. */
  long count();
}
