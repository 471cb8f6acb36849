package io.joulebook.collector.feed.vendor;

import io.joulebook.collector.feed.CheckedReadings;
import io.joulebook.collector.feed.Feed;
import io.joulebook.collector.feed.FetchOutcome;
import io.joulebook.collector.feed.ReadingChecks;
import io.joulebook.collector.feed.Rejection;
import io.joulebook.collector.grid.GridIntensity;
import io.joulebook.collector.grid.IntensityRecord;
import io.joulebook.collector.grid.Zone;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What became of an answer, by its feed and by the checks: what was taken, and why not all. */
record CheckedAnswer(List<IntensityRecord> records, Set<Rejection> why) {
  static final Instant FROM = VendorServer.NOW.minus(Duration.ofHours(24));

  static CheckedAnswer on(Feed feed, Zone zone) {
    return on(feed, zone, Optional.empty());
  }

  static CheckedAnswer on(Feed feed, Zone zone, Optional<GridIntensity> usual) {
    FetchOutcome outcome = feed.fetch(FROM, VendorServer.NOW);
    if (outcome instanceof FetchOutcome.Malformed malformed) {
      return new CheckedAnswer(List.of(), Set.of(malformed.rejection()));
    }
    CheckedReadings checked =
        new ReadingChecks(feed.facts(), zone, usual)
            .check((FetchOutcome.Answered) outcome, VendorServer.NOW);
    return new CheckedAnswer(checked.records(), checked.rejected().keySet());
  }

  /** Each record as begin, length, kind and intensity. */
  List<String> lines() {
    return records.stream().map(CheckedAnswer::line).toList();
  }

  private static String line(IntensityRecord record) {
    return record.from()
        + " "
        + Duration.between(record.from(), record.to())
        + " "
        + record.kind().label()
        + " "
        + record.intensity();
  }
}
