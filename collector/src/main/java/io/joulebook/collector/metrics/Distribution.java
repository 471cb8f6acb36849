package io.joulebook.collector.metrics;

import java.time.Instant;
import java.util.Optional;

/** One series of a histogram. */
interface Distribution {
  /**
   * Adds an observation.
   *
   * @param kept the observed amount, as its metric's {@link Unit} keeps it
   * @param traceId the trace to name as an example of such an amount
   * @param at when it was observed, by the wall clock
   */
  void observe(long kept, Optional<String> traceId, Instant at);

  /**
   * Adds several observations of which only the sum is known, as if they were equal.
   *
   * @param sum the sum of the observed amounts
   * @param count how many they are; at least 0
   */
  void observeAll(long sum, long count);
}
