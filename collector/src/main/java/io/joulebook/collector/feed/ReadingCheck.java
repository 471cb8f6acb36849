package io.joulebook.collector.feed;

import java.time.Instant;

/** Decides which readings of an answer are taken. */
interface ReadingCheck {
  /**
   * Checks an answer. Never throws, whatever the answer has.
   *
   * @param answered the answer
   * @param now when it came, by this host's clock
   */
  CheckedReadings check(FetchOutcome.Answered answered, Instant now);
}
