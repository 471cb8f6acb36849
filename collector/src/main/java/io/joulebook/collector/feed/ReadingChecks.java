package io.joulebook.collector.feed;

import io.joulebook.collector.grid.GridIntensity;
import io.joulebook.collector.grid.IntensityRecord;
import io.joulebook.collector.grid.RecordKind;
import io.joulebook.collector.grid.Zone;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Checks each reading by itself, then those that are left against each other. Stateless, apart from
 * what it was set up with.
 */
public final class ReadingChecks implements ReadingCheck {
  private static final Instant OLDEST = Instant.parse("2000-01-01T00:00:00Z");
  private static final Duration FUTURE = Duration.ofMinutes(90);
  private static final Duration FARTHEST_FORECAST = Duration.ofDays(10);
  private static final Duration SHORTEST = Duration.ofMinutes(5);

  /** A day at the end of summer time. */
  private static final Duration LONGEST = Duration.ofHours(25);

  private final FeedFacts facts;
  private final Zone zone;
  private final IntensityParser values;

  /**
   * The checks of a feed's readings.
   *
   * @param usual what the zone has in a year, if that is known
   */
  public ReadingChecks(FeedFacts facts, Zone zone, Optional<GridIntensity> usual) {
    this.facts = facts;
    this.zone = zone;
    this.values = new IntensityParser(facts, usual);
  }

  @Override
  public CheckedReadings check(FetchOutcome.Answered answered, Instant now) {
    Map<Rejection, Integer> rejected = new EnumMap<>(Rejection.class);
    List<IntensityRecord> sound = new ArrayList<>();
    for (IntensityReading reading : answered.readings()) {
      try {
        sound.add(record(reading, answered.bodySha256(), now));
      } catch (InvalidReadingException e) {
        rejected.merge(e.why(), 1, Integer::sum);
      }
    }
    List<IntensityRecord> apart = Overlaps.without(sound);
    int overlapping = Overlaps.distinct(sound).size() - apart.size();
    if (overlapping > 0) {
      rejected.put(Rejection.OVERLAP, overlapping);
    }
    return new CheckedReadings(apart, rejected);
  }

  private IntensityRecord record(IntensityReading reading, String bodySha256, Instant now)
      throws InvalidReadingException {
    checkTime(reading, now);
    return new IntensityRecord(
        facts.name(),
        zone,
        reading.from(),
        reading.to(),
        now,
        kind(reading, now),
        facts.method(),
        values.intensity(reading.value()),
        String.valueOf(reading.value()),
        facts.unit().text(),
        reading.updatedAt(),
        reading.model(),
        bodySha256);
  }

  // What has not ended cannot have been measured, whatever the feed says.
  private static RecordKind kind(IntensityReading reading, Instant now) {
    boolean early = reading.kind() == RecordKind.ACTUAL && reading.to().isAfter(now);
    return early ? RecordKind.ESTIMATED : reading.kind();
  }

  private static void checkTime(IntensityReading reading, Instant now)
      throws InvalidReadingException {
    if (reading.from().isBefore(OLDEST) || reading.to().isBefore(OLDEST)) {
      throw new InvalidReadingException(Rejection.TIME);
    }
    Duration ahead = reading.kind() == RecordKind.FORECAST ? FARTHEST_FORECAST : FUTURE;
    Instant latest = now.plus(ahead);
    if (reading.to().isAfter(latest) || reading.from().isAfter(latest)) {
      throw new InvalidReadingException(Rejection.FUTURE);
    }
    Duration length = Duration.between(reading.from(), reading.to());
    if (length.compareTo(SHORTEST) < 0
        || length.compareTo(LONGEST) > 0
        || isOffBoundary(reading.from())
        || isOffBoundary(reading.to())) {
      throw new InvalidReadingException(Rejection.INTERVAL);
    }
  }

  private static boolean isOffBoundary(Instant time) {
    return time.getNano() != 0 || time.getEpochSecond() % SHORTEST.toSeconds() != 0;
  }
}
