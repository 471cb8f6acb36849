package io.joulebook.collector.feed;

import io.joulebook.collector.grid.IntensityRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** A watch whose turns a test takes, and all that it said. */
final class Watching implements FeedScheduler.Listener {
  static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  final ManualClock clock = new ManualClock(NOON);
  final List<List<IntensityRecord>> learned = new ArrayList<>();
  final List<Instant> ticks = new ArrayList<>();
  final List<String> complaints = new ArrayList<>();
  final FeedScheduler watch;
  Runnable whenLearned = () -> {};
  Runnable whenTicked = () -> {};

  Watching(OneFeed... feeds) {
    List<PolledFeed> watched = Arrays.stream(feeds).map(OneFeed::watched).toList();
    watch = new FeedScheduler(watched, clock, this, complaints::add, new SplittableRandom(1));
  }

  @Override
  public void learned(List<IntensityRecord> records) {
    whenLearned.run();
    learned.add(records);
  }

  @Override
  public void tick(Instant now) {
    ticks.add(now);
    whenTicked.run();
  }

  Duration turn() {
    return watch.turn(clock.instant());
  }

  /** Turns as the thread would take them for that long. */
  void run(Duration time) {
    Instant end = clock.instant().plus(time);
    while (clock.instant().isBefore(end)) {
      Duration wait = turn();
      clock.advance(wait.isZero() ? Duration.ofMillis(1) : wait);
    }
  }

  FeedStatus status() {
    return watch.status().get(0);
  }

  /** The whole grams that were learned, in the order they were. */
  List<Long> grams() {
    return learned.stream()
        .flatMap(List::stream)
        .map(record -> record.intensity().milligramsPerKwh() / 1000)
        .toList();
  }
}
