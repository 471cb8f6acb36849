package io.joulebook.collector.feed;

import io.joulebook.collector.grid.FeedName;
import io.joulebook.collector.grid.IntensityRecord;
import io.joulebook.collector.grid.RecordKind;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Counts how a feed does. One thread counts; the {@link #status} may be read by any. */
final class FeedTally {
  private final FeedName name;
  private final Map<String, Long> requests = new HashMap<>();
  private final Map<String, Long> rejected = new HashMap<>();
  private Optional<Instant> lastSuccess = Optional.empty();
  private Optional<Instant> newestEnd = Optional.empty();
  private volatile FeedStatus status;

  FeedTally(FeedName name) {
    this.name = name;
    status = snapshot(false);
  }

  void request(String outcome) {
    requests.merge(outcome, 1L, Long::sum);
  }

  void rejected(Map<Rejection, Integer> reasons) {
    reasons.forEach((reason, count) -> rejected.merge(reason.label(), (long) count, Long::sum));
  }

  /** Takes note of records that were taken, whether or not they were known. */
  void taken(List<IntensityRecord> records, Instant now) {
    lastSuccess = Optional.of(now);
    newestEnd = Stream.concat(newestEnd.stream(), ends(records)).max(Comparator.naturalOrder());
  }

  private static Stream<Instant> ends(List<IntensityRecord> records) {
    return records.stream()
        .filter(record -> record.kind() != RecordKind.FORECAST)
        .map(IntensityRecord::to);
  }

  /** Makes what was counted visible to all threads. */
  void publish(boolean paused) {
    status = snapshot(paused);
  }

  private FeedStatus snapshot(boolean paused) {
    return new FeedStatus(name, requests, rejected, lastSuccess, newestEnd, paused);
  }

  FeedStatus status() {
    return status;
  }
}
