package io.joulebook.collector.feed;

import io.joulebook.collector.grid.GridIntensity;
import io.joulebook.collector.grid.IntensityRecord;
import io.joulebook.collector.grid.RecordKind;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a feed said last of each interval of the past hundred days, so that what it repeats is not
 * booked again. At five minutes an interval that is some 29,000 entries, about 4 MB, and only once
 * every day was fetched again. Not thread-safe.
 */
final class RecordDeduplicator {
  private static final Duration KEPT = Duration.ofDays(100);

  private final Map<Span, Said> said = new HashMap<>();

  private record Span(Instant from, Instant to) {}

  private record Said(RecordKind kind, GridIntensity intensity, Optional<String> model) {}

  /** Those records that say something else than what was said last; from now on they are known. */
  List<IntensityRecord> news(List<IntensityRecord> records, Instant now) {
    List<IntensityRecord> news = records.stream().filter(this::isNew).toList();
    Instant oldest = now.minus(KEPT);
    said.keySet().removeIf(span -> span.to.isBefore(oldest));
    return news;
  }

  private boolean isNew(IntensityRecord record) {
    Said now = new Said(record.kind(), record.intensity(), record.model());
    return !now.equals(said.put(span(record), now));
  }

  /** Takes back that these are known: they could not be passed on. */
  void forget(List<IntensityRecord> records) {
    records.forEach(record -> said.remove(span(record)));
  }

  private static Span span(IntensityRecord record) {
    return new Span(record.from(), record.to());
  }
}
