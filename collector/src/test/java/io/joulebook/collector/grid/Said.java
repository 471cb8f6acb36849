package io.joulebook.collector.grid;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** What feeds of Germany said, in a few words. */
public final class Said {
  public static final Zone DE = new Zone("DE");
  public static final EmissionMethod METHOD = EmissionMethod.AVERAGE_LIFECYCLE;

  private Said() {}

  /** The feed said so much of that span, and it became known at its end. */
  public static IntensityRecord by(
      FeedName feed, RecordKind kind, long grams, Instant from, Duration length) {
    return by(feed, kind, grams, from, length, from.plus(length));
  }

  public static IntensityRecord by(
      FeedName feed, RecordKind kind, long grams, Instant from, Duration length, Instant knownAt) {
    return new IntensityRecord(
        feed,
        DE,
        from,
        from.plus(length),
        knownAt,
        kind,
        METHOD,
        GridIntensity.ofMilligramsPerKwh(grams * 1_000),
        Long.toString(grams),
        "gCO2/kWh",
        Optional.empty(),
        Optional.empty(),
        "00");
  }
}
