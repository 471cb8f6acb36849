package io.joulebook.agent.power;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * The one thread that talks to the hardware. It reads each meter when it is due and hands what
 * changed to a queue. A driver that hangs holds up this thread and nothing else; {@link #stuckFor}
 * tells.
 */
public final class Sampler implements Runnable {
  private static final long PUBLISH_EVERY = Duration.ofMillis(50).toNanos();
  private static final long NOTHING_TO_READ = Duration.ofSeconds(1).toNanos();

  /**
   * After a reading as slow as that the thread rests, so that it is not in the driver all the time.
   */
  private static final long SLOW = Duration.ofMillis(1).toNanos();

  private static final int REST = 4;

  /** A driver that hung for once is read again soon. */
  private static final long REST_AT_MOST = Duration.ofMillis(200).toNanos();

  private final List<Watch> watches = new ArrayList<>();
  private final ConcurrentLinkedQueue<PowerEvent> events = new ConcurrentLinkedQueue<>();
  private final Optional<Duration> fixedPeriod;
  private long nextPublish = System.nanoTime();
  private volatile long callSince;
  private volatile boolean calling;
  private volatile boolean stopped;
  private volatile Map<String, Ticks> ticks = Map.of();
  private volatile Duration pause;

  /** A meter, what its readings become, and when it is due. */
  private static final class Watch {
    private final Meter meter;
    private final EdgeFinder edges;
    private long due;

    Watch(Meter meter, EdgeFinder edges, long due) {
      this.meter = meter;
      this.edges = edges;
      this.due = due;
    }
  }

  /** Reads these meters, every {@code fixedPeriod} or as often as their sensors deserve. */
  public Sampler(List<Meter> all, Optional<Duration> fixedPeriod) {
    this.fixedPeriod = fixedPeriod;
    pause = fixedPeriod.orElse(Duration.ofNanos(Pace.LONGEST));
    all.forEach(meter -> watches.add(new Watch(meter, edges(meter), nextPublish)));
  }

  private EdgeFinder edges(Meter meter) {
    return new EdgeFinder(
        meter.device().id(),
        meter.limitMilliwatts(),
        events::add,
        new LastState(() -> call(meter::performanceState, OptionalInt.empty())),
        fixedPeriod,
        () -> ThreadLocalRandom.current().nextDouble());
  }

  @Override
  public void run() {
    while (!stopped) {
      watches.forEach(this::readIfDue);
      if (fixedPeriod.isPresent()) {
        readTogether();
      }
      publish();
      park();
    }
  }

  private void readIfDue(Watch watch) {
    long before = System.nanoTime();
    if (before - watch.due >= 0) {
      Sample failed = new Sample.Unavailable("meter_failed", false);
      Sample sample = call(() -> watch.meter.read(before), failed);
      long after = System.nanoTime();
      long due = call(() -> offer(watch, before, after, sample), after + NOTHING_TO_READ);
      watch.due = Math.max(due, after + rest(after - before, watches.size()));
    }
  }

  /** How long to rest after a reading that took so long, one of so many meters; in nanoseconds. */
  static long rest(long took, int meters) {
    return took > SLOW ? Math.min((long) REST * meters * took, REST_AT_MOST) : 0;
  }

  private static long offer(Watch watch, long before, long after, Sample sample) {
    watch.edges.offer(before, after, sample);
    return watch.edges.nextPoll(after);
  }

  // At a fixed period one waking does for all.
  private void readTogether() {
    watches.forEach(watch -> watch.due = watches.get(0).due);
  }

  private <T> T call(Supplier<T> driver, T failed) {
    callSince = System.nanoTime();
    calling = true;
    try {
      return driver.get();
    } catch (RuntimeException | LinkageError failure) {
      return failed;
    } finally {
      calling = false;
    }
  }

  private void publish() {
    long now = System.nanoTime();
    if (now - nextPublish < 0) {
      return;
    }
    nextPublish = now + PUBLISH_EVERY;
    Map<String, Ticks> known = new LinkedHashMap<>();
    long longest = 0;
    for (Watch watch : watches) {
      watch.edges.ticks().ifPresent(t -> known.put(watch.meter.device().id(), t));
      longest = Math.max(longest, watch.edges.pause());
    }
    ticks = Map.copyOf(known);
    pause = Duration.ofNanos(longest);
  }

  private void park() {
    long now = System.nanoTime();
    long wait = watches.stream().mapToLong(w -> w.due - now).min().orElse(NOTHING_TO_READ);
    if (wait > 0) {
      LockSupport.parkNanos(wait);
    }
  }

  /** The longest time between two readings of a device, as it is now. */
  public Duration pause() {
    return pause;
  }

  /** What has changed since the last call; for one consumer. */
  public List<PowerEvent> drain() {
    List<PowerEvent> drained = new ArrayList<>();
    for (PowerEvent event = events.poll(); event != null; event = events.poll()) {
      drained.add(event);
    }
    return drained;
  }

  /** For how long the call under way has lasted; zero if none is. */
  public Duration stuckFor() {
    return calling ? Duration.ofNanos(System.nanoTime() - callSince) : Duration.ZERO;
  }

  /** What is known of the ticks of each device's counter. */
  public Map<String, Ticks> ticks() {
    return ticks;
  }

  /** Ends the thread after the reading under way. */
  public void stop() {
    stopped = true;
  }
}
