package io.joulebook.collector.local;

import io.joulebook.collector.ConfiguredPath;
import io.joulebook.collector.feed.FeedScheduler;
import io.joulebook.collector.feed.vendor.Feeds;
import io.joulebook.collector.grid.Decision;
import io.joulebook.collector.grid.IntensityRecord;
import io.joulebook.collector.grid.Ladder;
import io.joulebook.collector.grid.Zone;
import io.joulebook.collector.history.Entry;
import io.joulebook.collector.history.History;
import io.joulebook.collector.metrics.GridStatus;
import io.joulebook.collector.metrics.Registry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Carries what live feeds say to the books and to the history, and the prices that follow to the
 * history too, on the feeds' own thread. Lines of the history stand in the order in which the
 * ladder was told, so that whoever reads them can take every decision again.
 */
final class IntensityUpdater implements FeedScheduler.Listener, AutoCloseable {
  private static final Duration RETRY = Duration.ofMinutes(1);

  private final Ladder ladder;
  private final Registry registry;
  private final Optional<ConfiguredPath> folder;
  private final Consumer<String> say;
  private volatile History history = History.inMemory();
  private Instant retryAt = Instant.MIN;
  private Optional<FeedScheduler> watch = Optional.empty();

  private IntensityUpdater(
      Ladder ladder, Registry registry, Optional<ConfiguredPath> folder, Consumer<String> say) {
    this.ladder = ladder;
    this.registry = registry;
    this.folder = folder;
    this.say = say;
  }

  /** Starts to ask the feeds. */
  static IntensityUpdater open(
      Ladder ladder,
      Feeds feeds,
      Registry registry,
      Optional<ConfiguredPath> folder,
      InstantSource clock,
      Consumer<String> say) {
    IntensityUpdater desk = new IntensityUpdater(ladder, registry, folder, say);
    FeedScheduler watch = feeds.watch(clock, desk, say);
    desk.watch = Optional.of(watch);
    registry.status().grid(() -> desk.status(watch));
    return desk;
  }

  private GridStatus status(FeedScheduler watch) {
    String zone = ladder.zone().map(Zone::code).orElse("");
    History kept = history;
    return new GridStatus(zone, watch.status(), kept.isOnDisk(), kept.errors());
  }

  @Override
  public void begin(Instant now) {
    folder.ifPresent(
        path -> history = History.open(path, now.minus(Ladder.MEMORY), this::recall, say));
    carryOver();
  }

  private void carryOver() {
    ladder.zone().ifPresent(zone -> registry.carryOver(history.takeWaiting(zone, ladder.method())));
  }

  private void recall(Entry entry) {
    if (entry instanceof Entry.Known known) {
      registry.learn(List.of(known.record()));
    } else if (entry instanceof Entry.Priced priced && isOfThisLadder(priced)) {
      registry.adopt(priced.decision());
    }
  }

  private boolean isOfThisLadder(Entry.Priced priced) {
    return Optional.of(priced.zone()).equals(ladder.zone())
        && priced.method().equals(ladder.method());
  }

  @Override
  public void learned(List<IntensityRecord> records) {
    registry.learn(records);
    history.append(records.stream().map(Entry.Known::new).toList());
  }

  @Override
  public void tick(Instant now) {
    List<Decision> decisions = registry.settle(now);
    if (!decisions.isEmpty() || !now.isBefore(retryAt)) {
      retryAt = now.plus(RETRY);
      history.append(decisions.stream().map(this::entry).toList());
      carryOver();
    }
  }

  private Entry entry(Decision decision) {
    return new Entry.Priced(ladder.zone().orElseThrow(), ladder.method(), decision);
  }

  /** The threads that work for it, for counting their time. */
  List<Thread> threads() {
    return watch.map(FeedScheduler::thread).stream().toList();
  }

  @Override
  public void close() {
    watch.ifPresent(FeedScheduler::close);
    ladder
        .zone()
        .ifPresent(zone -> history.leaveWaiting(zone, ladder.method(), registry.waiting()));
    history.close();
  }
}
