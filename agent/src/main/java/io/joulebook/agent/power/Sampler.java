package io.joulebook.agent.power;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * The one thread that talks to the hardware. It reads each meter in turn and hands what changed to
 * a queue. A driver that hangs holds up this thread and nothing else; {@link #stuckFor} tells.
 */
public final class Sampler implements Runnable {
  private static final Duration WHILE_PERIOD_UNKNOWN = Duration.ofMillis(5);
  private static final Duration UNKNOWN_AT_MOST = Duration.ofSeconds(3);
  private static final Duration SHORTEST = Duration.ofMillis(10);
  private static final Duration LONGEST = Duration.ofMillis(50);
  private static final int READINGS_PER_PERIOD = 5;
  private static final double JITTER = 0.2;

  private final Map<Meter, EdgeFinder> meters = new LinkedHashMap<>();
  private final ConcurrentLinkedQueue<PowerEvent> events = new ConcurrentLinkedQueue<>();
  private final Optional<Duration> fixedPeriod;
  private final long startedAt = System.nanoTime();
  private volatile long readingSince;
  private volatile boolean reading;
  private volatile boolean stopped;
  private volatile Map<String, Duration> periods = Map.of();

  /** Reads these meters, every {@code fixedPeriod} or as often as their sensors deserve. */
  public Sampler(List<Meter> all, Optional<Duration> fixedPeriod) {
    this.fixedPeriod = fixedPeriod;
    for (Meter meter : all) {
      Consumer<PowerEvent> sink = events::add;
      meters.put(meter, new EdgeFinder(meter.device().id(), meter.limitMilliwatts(), sink));
    }
  }

  @Override
  public void run() {
    while (!stopped) {
      meters.forEach(this::read);
      publishPeriods();
      park();
    }
  }

  private void read(Meter meter, EdgeFinder edges) {
    long before = System.nanoTime();
    readingSince = before;
    reading = true;
    Sample sample = sample(meter, before);
    reading = false;
    edges.offer(before, System.nanoTime(), sample);
  }

  private static Sample sample(Meter meter, long now) {
    try {
      return meter.read(now);
    } catch (RuntimeException | LinkageError failure) {
      return new Sample.Unavailable("meter_failed", false);
    }
  }

  private void publishPeriods() {
    Map<String, Duration> known = new LinkedHashMap<>();
    meters.forEach(
        (meter, edges) -> edges.period().ifPresent(p -> known.put(meter.device().id(), p)));
    if (!known.equals(periods)) {
      periods = Map.copyOf(known);
    }
  }

  // Jitter keeps the readings from running in step with the sensor.
  private void park() {
    double factor = 1 + JITTER * (ThreadLocalRandom.current().nextDouble() * 2 - 1);
    LockSupport.parkNanos((long) (pause().toNanos() * factor));
  }

  /** The time between two readings, as it is now. */
  public Duration pause() {
    if (fixedPeriod.isPresent()) {
      return fixedPeriod.get();
    }
    boolean early = System.nanoTime() - startedAt < UNKNOWN_AT_MOST.toNanos();
    List<Duration> known = new ArrayList<>(periods.values());
    if (known.size() < meters.size() && early) {
      return WHILE_PERIOD_UNKNOWN;
    }
    Duration shortest = known.stream().min(Duration::compareTo).orElse(Duration.ofMillis(100));
    return clamp(shortest.dividedBy(READINGS_PER_PERIOD));
  }

  private static Duration clamp(Duration pause) {
    Duration atLeast = pause.compareTo(SHORTEST) < 0 ? SHORTEST : pause;
    return atLeast.compareTo(LONGEST) > 0 ? LONGEST : atLeast;
  }

  /** What has changed since the last call; for one consumer. */
  public List<PowerEvent> drain() {
    List<PowerEvent> drained = new ArrayList<>();
    for (PowerEvent event = events.poll(); event != null; event = events.poll()) {
      drained.add(event);
    }
    return drained;
  }

  /** For how long the reading under way has lasted; zero if none is. */
  public Duration stuckFor() {
    return reading ? Duration.ofNanos(System.nanoTime() - readingSince) : Duration.ZERO;
  }

  /** The sensor's period of each device where it is known. */
  public Map<String, Duration> periods() {
    return periods;
  }

  /** tmp. */
  public Map<String, Ticks> ticks() {
    Map<String, Ticks> all = new LinkedHashMap<>();
    periods.forEach((id, p) -> all.put(id, new Ticks(p, false, Duration.ZERO)));
    return all;
  }

  /** Ends the thread after the reading under way. */
  public void stop() {
    stopped = true;
  }
}
