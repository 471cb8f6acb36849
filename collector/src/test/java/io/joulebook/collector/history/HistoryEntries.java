package io.joulebook.collector.history;

import io.joulebook.collector.grid.Decision;
import io.joulebook.collector.grid.EmissionMethod;
import io.joulebook.collector.grid.FeedNames;
import io.joulebook.collector.grid.GridIntensity;
import io.joulebook.collector.grid.IntensityRecord;
import io.joulebook.collector.grid.IntensityResult;
import io.joulebook.collector.grid.Ladder;
import io.joulebook.collector.grid.RecordKind;
import io.joulebook.collector.grid.Said;
import io.joulebook.collector.grid.Tier;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Entries of a history, of a Sunday in March. */
final class HistoryEntries {
  static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  private HistoryEntries() {}

  static Entry known(int grams) {
    return new Entry.Known(
        Said.by(FeedNames.RTE, RecordKind.ACTUAL, grams % 2_000, NOON, Duration.ofMinutes(15)));
  }

  static Entry knownAt(Instant at) {
    return new Entry.Known(
        Said.by(FeedNames.RTE, RecordKind.ACTUAL, 5, NOON, Duration.ofMinutes(15), at));
  }

  static Entry priced() {
    IntensityResult price =
        new IntensityResult.Price(
            GridIntensity.ofMilligramsPerKwh(123_456),
            "DE",
            "rte",
            EmissionMethod.AVERAGE_LIFECYCLE,
            Tier.LAST_KNOWN);
    return new Entry.Priced(
        Said.DE,
        EmissionMethod.AVERAGE_LIFECYCLE,
        new Decision(NOON, NOON.plusSeconds(700), price));
  }

  static Entry unpriced() {
    return new Entry.Priced(
        Said.DE, Said.METHOD, new Decision(NOON, NOON.plusSeconds(1), Ladder.nothing()));
  }

  static Entry rich() {
    IntensityRecord plain =
        Said.by(FeedNames.WATT_TIME, RecordKind.ESTIMATED, 5, NOON, Duration.ofHours(1));
    return new Entry.Known(
        new IntensityRecord(
            plain.feed(),
            plain.zone(),
            plain.from(),
            plain.to(),
            NOON.plusNanos(123_456_789),
            plain.kind(),
            plain.method(),
            plain.intensity(),
            "11.023\u00e9\"\n",
            "lbs_co2_per_mwh",
            Optional.of(NOON.minusSeconds(5)),
            Optional.of("2023-03-01"),
            "abcdef"));
  }
}
