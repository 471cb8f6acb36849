package io.joulebook.collector.feed;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.random.RandomGenerator;

/**
 * A past day that is fetched again once a day, because feeds change what they said of it. The time
 * of day is drawn by lot, so that the days and the hosts of a fleet are spread out. Not
 * thread-safe.
 */
final class Backfill {
  private static final Duration AFTER_START = Duration.ofMinutes(5);
  private static final Duration START_SPREAD = Duration.ofMinutes(30);
  private static final Duration EARLIEST = Duration.ofHours(1);
  private static final Duration DAY_SPREAD = Duration.ofHours(22);
  private static final Duration RETRY = Duration.ofHours(1);
  private static final Duration FARTHEST = Duration.ofDays(2);

  private final int daysAgo;
  private final Duration timeOfDay;
  private Instant due;

  /** Some minutes after the start for the first time. */
  Backfill(int daysAgo, RandomGenerator random, Instant start) {
    this.daysAgo = daysAgo;
    timeOfDay = EARLIEST.plus(upTo(DAY_SPREAD, random));
    due = start.plus(AFTER_START).plus(upTo(START_SPREAD, random));
  }

  private static Duration upTo(Duration most, RandomGenerator random) {
    return Duration.ofSeconds(random.nextLong(most.toSeconds()));
  }

  /** When it is to be fetched next. */
  Instant due() {
    return due;
  }

  /** Whether it is to be fetched now: it is time, or the clock was set back by days. */
  boolean isDue(Instant now) {
    return !now.isBefore(due) || Duration.between(now, due).compareTo(FARTHEST) > 0;
  }

  /** The begin of the day, in UTC. */
  Instant day(Instant now) {
    return now.truncatedTo(ChronoUnit.DAYS).minus(daysAgo, ChronoUnit.DAYS);
  }

  /** Takes note that it was fetched, or that the feed could not be reached. */
  void after(boolean reached, Instant now) {
    Instant tomorrow = now.truncatedTo(ChronoUnit.DAYS).plus(1, ChronoUnit.DAYS);
    due = reached ? tomorrow.plus(timeOfDay) : now.plus(RETRY);
  }
}
