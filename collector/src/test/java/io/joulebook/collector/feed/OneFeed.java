package io.joulebook.collector.feed;

import io.joulebook.collector.grid.EmissionMethod;
import io.joulebook.collector.grid.FeedName;
import io.joulebook.collector.grid.FeedNames;
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
import java.util.function.BiFunction;

/** A feed that answers as a test tells it to, and remembers what it was asked. */
final class OneFeed implements Feed {
  static final FeedKeys KEYS = new FeedKeys("feeds.one.token", "feeds.one.region");

  static final Zone ZONE = new Zone("DK1");

  final List<Span> asked = new ArrayList<>();
  final FeedFacts facts;
  BiFunction<Instant, Instant, FetchOutcome> answer = (from, to) -> new FetchOutcome.NoData();

  /** What it was asked for. */
  record Span(Instant from, Instant to) {
    Duration length() {
      return Duration.between(from, to);
    }
  }

  OneFeed(FeedFacts facts) {
    this.facts = facts;
  }

  static FeedFacts facts(Duration poll, Duration lag, boolean revises) {
    return facts(FeedNames.WATT_TIME, poll, lag, revises);
  }

  static FeedFacts facts(FeedName name, Duration poll, Duration lag, boolean revises) {
    Duration resolution = Duration.ofMinutes(30);
    return new FeedFacts(
        name,
        EmissionMethod.AVERAGE_DIRECT,
        IntensityUnit.GRAMS_PER_KWH,
        resolution,
        lag,
        poll,
        revises,
        false,
        "none",
        "none");
  }

  @Override
  public FeedFacts facts() {
    return facts;
  }

  @Override
  public FetchOutcome fetch(Instant from, Instant to) {
    asked.add(new Span(from, to));
    return answer.apply(from, to);
  }

  /** An answer of half hours from then on, one value each. */
  static FetchOutcome.Answered answered(RecordKind kind, Instant from, Object... values) {
    List<IntensityReading> readings = new ArrayList<>();
    Instant begin = from;
    for (Object value : values) {
      Instant end = begin.plusSeconds(1800);
      readings.add(
          new IntensityReading(begin, end, kind, value, Optional.empty(), Optional.of("v1")));
      begin = end;
    }
    return new FetchOutcome.Answered(readings, "abc");
  }

  /** A check that takes every whole number of grams and nothing else. */
  CheckedReadings check(FetchOutcome.Answered answered, Instant now) {
    List<IntensityRecord> records = new ArrayList<>();
    Map<Rejection, Integer> rejected = new EnumMap<>(Rejection.class);
    for (IntensityReading reading : answered.readings()) {
      if (reading.value() instanceof Integer grams) {
        records.add(record(reading, grams, now));
      } else {
        rejected.merge(Rejection.NOT_A_NUMBER, 1, Integer::sum);
      }
    }
    return new CheckedReadings(records, rejected);
  }

  private IntensityRecord record(IntensityReading reading, int grams, Instant now) {
    return new IntensityRecord(
        facts.name(),
        ZONE,
        reading.from(),
        reading.to(),
        now,
        reading.kind(),
        facts.method(),
        GridIntensity.ofMilligramsPerKwh(grams * 1000L),
        String.valueOf(grams),
        facts.unit().text(),
        reading.updatedAt(),
        reading.model(),
        "abc");
  }

  PolledFeed watched() {
    return new PolledFeed(this, this::check, KEYS);
  }
}
