package io.joulebook.collector.feed;

import io.joulebook.collector.grid.IntensityRecord;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * Asks live feeds for as long as the process lives, on one daemon thread and one request at a time,
 * and passes on what they say that was not known. Scrapes and inferences never wait for it. What a
 * feed, a check or a listener throws is counted and survived.
 */
public final class FeedScheduler implements AutoCloseable {
  private static final Duration TICK = Duration.ofSeconds(1);
  private static final long JOIN_MILLIS = 2_000;

  private final List<FeedPoller> watches;
  private final InstantSource clock;
  private final Listener listener;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread thread;

  /** Who is told; on the watch's thread, which it must not hold up for long. */
  public interface Listener {
    /** Nothing has been asked yet. */
    default void begin(Instant now) {}

    /** One answer's records that were not known, in its order; never none. */
    void learned(List<IntensityRecord> records);

    /** A second has passed, or a request of some more. */
    void tick(Instant now);
  }

  /** Not started; tests take its turns themselves. */
  FeedScheduler(
      List<PolledFeed> feeds,
      InstantSource clock,
      Listener listener,
      Consumer<String> complain,
      RandomGenerator random) {
    this.clock = clock;
    this.listener = listener;
    watches =
        feeds.stream()
            .map(feed -> new FeedPoller(feed, clock, this::learned, complain, random))
            .toList();
    thread = new Thread(null, this::run, "joulebook-feeds", 0, false);
    thread.setDaemon(true);
    // Whatever ends the thread is not to leave a trace on the host's error stream.
    thread.setUncaughtExceptionHandler((ended, error) -> closing.countDown());
    thread.setContextClassLoader(null);
  }

  public static FeedScheduler start(
      List<PolledFeed> feeds, InstantSource clock, Listener listener) {
    return start(feeds, clock, listener, line -> {});
  }

  /** Starts to ask them, each at once for the first time. */
  public static FeedScheduler start(
      List<PolledFeed> feeds, InstantSource clock, Listener listener, Consumer<String> complain) {
    FeedScheduler watch =
        new FeedScheduler(feeds, clock, listener, complain, new SplittableRandom());
    watch.thread.start();
    return watch;
  }

  /** The thread that asks, for counting its time. */
  public Thread thread() {
    return thread;
  }

  /** How each feed has been doing; from any thread. */
  public List<FeedStatus> status() {
    return watches.stream().map(FeedPoller::status).toList();
  }

  /**
   * Stops asking; nobody is told anything any more. A request that is under way is not waited for
   * longer than two seconds.
   */
  @Override
  public void close() {
    closing.countDown();
    try {
      thread.join(JOIN_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    begin();
    boolean closed = false;
    while (!closed) {
      Duration rest = safeTurn();
      try {
        closed = closing.await(rest.toNanos(), TimeUnit.NANOSECONDS);
      } catch (InterruptedException notForUs) {
        closed = closing.getCount() == 0;
      }
    }
  }

  private void begin() {
    try {
      listener.begin(clock.instant());
    } catch (Throwable e) {
      // The listener counts its own failures; without its past the feeds are asked all the same.
      return;
    }
  }

  private Duration safeTurn() {
    try {
      return turn(clock.instant());
    } catch (Throwable e) {
      return TICK; // OutOfMemoryError included: the feeds go on being asked
    }
  }

  /**
   * Asks the one feed that has been due for longest, if any is, and ticks.
   *
   * @return how long to wait for the next turn, a second at most
   */
  Duration turn(Instant now) {
    watches.stream()
        .filter(watch -> watch.isDue(now))
        .min(Comparator.comparing(FeedPoller::due))
        .ifPresent(watch -> watch.ask(now));
    Instant then = clock.instant();
    tick(then);
    return watches.stream()
        .map(watch -> untilDue(watch, then))
        .reduce(TICK, FeedScheduler::shorter);
  }

  private void tick(Instant now) {
    try {
      if (closing.getCount() > 0) {
        listener.tick(now);
      }
    } catch (Throwable e) {
      // The listener counts its own failures; the feeds must go on being asked.
      return;
    }
  }

  private static Duration untilDue(FeedPoller watch, Instant now) {
    return watch.isDue(now) ? Duration.ZERO : Duration.between(now, watch.due());
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  /** Nothing is passed on of a request that outlasted the closing. */
  private void learned(List<IntensityRecord> records) {
    if (closing.getCount() > 0) {
      listener.learned(records);
    }
  }
}
