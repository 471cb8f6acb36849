package io.joulebook.collector.report;

import java.time.Instant;
import java.util.Optional;

/**
 * The time of which a report is, from inclusive, to exclusive. An entry belongs to the period in
 * which it begins, whole, so that the reports of periods that follow each other add up.
 *
 * @param from its begin; if absent, that of the first entry there is
 * @param to its end; if absent, there is none
 */
record Period(Optional<Instant> from, Optional<Instant> to) {
  /** Whether a time that may be a single moment has any part in it. */
  boolean meets(Instant begin, Instant end) {
    return from.filter(end::isBefore).isEmpty() && to.filter(t -> !begin.isBefore(t)).isEmpty();
  }

  boolean has(Instant begin) {
    return from.filter(begin::isBefore).isEmpty()
        && to.filter(end -> !begin.isBefore(end)).isEmpty();
  }
}
