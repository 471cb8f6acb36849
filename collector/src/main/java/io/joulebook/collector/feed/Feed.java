package io.joulebook.collector.feed;

import java.time.Instant;

/**
 * A source of grid intensities that change with time. One thread at a time asks it; asking takes as
 * long as it takes, up to the client's deadline, and never throws.
 */
public interface Feed {
  /** What there is to know of it before it is asked. */
  FeedFacts facts();

  /**
   * Asks for what is said of the intervals that overlap a span of time.
   *
   * @param from begin of the span
   * @param to its end, after {@code from}; it may lie in the future
   */
  FetchOutcome fetch(Instant from, Instant to);
}
