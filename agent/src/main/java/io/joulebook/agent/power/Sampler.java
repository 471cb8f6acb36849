package io.joulebook.agent.power;

import io.joulebook.collector.Device;
import io.joulebook.collector.DeviceState;
import io.joulebook.collector.Source;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The one thread that talks to the hardware: it looks for meters, reads each when it is due, and
 * hands what changed to a queue. A driver that hangs holds up this thread and nothing else; {@link
 * #stuckFor} tells.
 */
public final class Sampler implements Runnable {
  private static final long PUBLISH_EVERY = Duration.ofMillis(50).toNanos();
  private static final long AFTER_FAILURE = Duration.ofMillis(100).toNanos();
  private static final long NOTHING_TO_READ = Duration.ofSeconds(1).toNanos();

  /** After a reading as slow as that the thread rests, not to be in the driver all the time. */
  private static final long SLOW = Duration.ofMillis(1).toNanos();

  private static final int REST = 4;

  /** A driver that hung for once is read again soon. */
  private static final long REST_AT_MOST = Duration.ofMillis(200).toNanos();

  private final List<SourceWatch> sources = new ArrayList<>();
  private final DeviceLocks locks;
  private final StateWatch states = new StateWatch();
  private final List<MeterWatch> watches = new ArrayList<>();
  private final PowerEvents events = new PowerEvents();
  private final ConcurrentLinkedQueue<Remark> remarks = new ConcurrentLinkedQueue<>();
  private final Optional<Duration> fixedPeriod;
  private long nextPublish = System.nanoTime();
  private volatile long callSince;
  private volatile boolean calling;
  private volatile boolean stopped;
  private volatile @Nullable Throwable lastFailure;
  private volatile Map<String, TickEstimate> ticks = Map.of();
  private volatile Duration pause;
  private volatile Metered metered = Metered.NONE;

  /**
   * What is metered.
   *
   * @param version goes up whenever anything of it may have changed
   * @param meters each device once, GPUs in CUDA's order
   * @param cudaOrder whether CUDA's ordinals tell which GPU is which
   * @param shared the ids of devices that another agent meters too
   * @param looked whether all sources have answered so far
   */
  public record Metered(
      int version, List<Meter> meters, boolean cudaOrder, Set<String> shared, boolean looked) {
    /** Before anything was looked for. */
    public static final Metered NONE = new Metered(0, List.of(), true, Set.of(), false);

    public Metered {
      meters = List.copyOf(meters);
      shared = Set.copyOf(shared);
    }
  }

  /**
   * Meters what these sources find.
   *
   * @param fixedPeriod the time between readings; empty for as often as the sensors deserve
   * @param sharedPath the folder in which agents find each other, if one is configured
   */
  public Sampler(PowerSources power, Optional<Duration> fixedPeriod, Optional<String> sharedPath) {
    this.fixedPeriod = fixedPeriod;
    pause = fixedPeriod.orElse(Duration.ofNanos(PollSchedule.LONGEST));
    locks = new DeviceLocks(sharedPath, remarks::add);
    power.all().forEach(each -> sources.add(new SourceWatch(each, remarks::add, nextPublish)));
  }

  @Override
  public void run() {
    while (!stopped) {
      try {
        round();
      } catch (Throwable failure) {
        lastFailure = failure;
        LockSupport.parkNanos(AFTER_FAILURE); // the host may be out of memory, and get over it
      }
    }
    locks.close();
  }

  private void round() {
    sources.forEach(this::lookIfDue);
    watches.forEach(this::readIfDue);
    if (fixedPeriod.isPresent()) {
      readTogether();
    }
    askForState();
    publish();
    park();
  }

  // ---- which meters

  private void lookIfDue(SourceWatch source) {
    if (call(() -> source.lookIfDue(System.nanoTime()), false)) {
      Map<String, Meter> all = new LinkedHashMap<>();
      for (SourceWatch each : sources) {
        for (Meter meter : each.found().meters()) {
          all.putIfAbsent(meter.device().id(), meter);
        }
      }
      all.values().forEach(this::watch);
      show(List.copyOf(all.values()), metered.shared());
    }
  }

  // A device has one meter. If it reads from elsewhere now, its edges begin anew.
  private void watch(Meter meter) {
    for (MeterWatch known : watches) {
      if (known.meter() == meter) {
        known.refresh(this::edges);
        return;
      }
    }
    watches.add(new MeterWatch(meter, this::edges, remarks::add, System.nanoTime()));
  }

  private CounterEdgeDetector edges(Meter meter) {
    return new CounterEdgeDetector(
        meter.device().id(),
        now -> call(() -> meter.limitMilliwatts(now), meter.limitMilliwatts()),
        events::add,
        new CachedCondition(
            () -> call(meter::performanceState, OptionalInt.empty()),
            () -> call(meter::isThrottled, false)),
        fixedPeriod,
        () -> ThreadLocalRandom.current().nextDouble());
  }

  private void show(List<Meter> meters, Set<String> shared) {
    boolean order = sources.stream().allMatch(source -> source.found().cudaOrder());
    boolean looked = sources.stream().allMatch(SourceWatch::hasLooked);
    metered = new Metered(metered.version() + 1, meters, order, shared, looked);
  }

  private void lookForOthers(long now) {
    Set<String> hardware =
        metered.meters().stream()
            .map(Meter::device)
            .filter(device -> device.source() != Source.SIMULATED)
            .map(Device::id)
            .collect(Collectors.toUnmodifiableSet());
    Set<String> shared = hardware.isEmpty() ? hardware : locks.shared(hardware, now);
    if (!shared.equals(metered.shared())) {
      show(metered.meters(), shared);
    }
  }

  // ---- readings

  private void readIfDue(MeterWatch watch) {
    long before = System.nanoTime();
    if (before - watch.due() >= 0) {
      MeterReading failed = new MeterReading.Unavailable("meter_failed", false);
      MeterReading sample = call(() -> watch.meter().read(before), failed);
      long after = System.nanoTime();
      long due = call(() -> watch.offer(before, after, sample), after + NOTHING_TO_READ);
      watch.due(Math.max(due, after + rest(after - before, watches.size())));
      if (watch.isFailing(after)) {
        sources.forEach(source -> source.hurryFor(watch.meter(), after));
      }
    }
  }

  /** How long to rest after a reading that took so long, one of so many meters; in nanoseconds. */
  static long rest(long took, int meters) {
    return took > SLOW ? Math.min((long) REST * meters * took, REST_AT_MOST) : 0;
  }

  // At a fixed period one waking does for all.
  private void readTogether() {
    watches.forEach(watch -> watch.due(watches.get(0).due()));
  }

  private void askForState() {
    long now = System.nanoTime();
    states
        .due(metered.meters(), now)
        .ifPresent(meter -> states.take(meter, now, call(meter::state, Optional.empty())));
  }

  private <T> T call(Supplier<T> driver, T failed) {
    callSince = System.nanoTime();
    calling = true;
    try {
      return driver.get();
    } catch (Throwable failure) {
      lastFailure = failure;
      return failed; // OutOfMemoryError included: the next reading may do
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
    lookForOthers(now);
    Map<String, TickEstimate> known = new LinkedHashMap<>();
    long longest = 0;
    for (MeterWatch watch : watches) {
      watch.ticks().ifPresent(t -> known.put(watch.meter().device().id(), t));
      longest = Math.max(longest, watch.pause());
    }
    ticks = Map.copyOf(known);
    pause = Duration.ofNanos(longest);
  }

  private void park() {
    long now = System.nanoTime();
    long wait = NOTHING_TO_READ;
    for (MeterWatch watch : watches) {
      wait = Math.min(wait, watch.due() - now);
    }
    for (SourceWatch source : sources) {
      wait = Math.min(wait, source.due() - now);
    }
    if (wait > 0) {
      Thread.interrupted(); // or it would not rest
      LockSupport.parkNanos(wait);
    }
  }

  // ---- for the ledger's thread

  /** What is metered now; any device that {@link #drain} has told of is in it. */
  public Metered metered() {
    return metered;
  }

  /** The longest time between two readings of a device, as it is now. */
  public Duration pause() {
    return pause;
  }

  /** What has changed since the last call; for one consumer. */
  public List<PowerEvent> drain() {
    return events.drain();
  }

  /** What people should know, since the last call, one line each; for one consumer. */
  public List<Remark> remarks() {
    return drain(remarks);
  }

  static <T> List<T> drain(ConcurrentLinkedQueue<T> queue) {
    List<T> drained = new ArrayList<>();
    for (T next = queue.poll(); next != null; next = queue.poll()) {
      drained.add(next);
    }
    return drained;
  }

  /** What its thread has failed with last, if it has; it goes on all the same. */
  public Optional<Throwable> failure() {
    return Optional.ofNullable(lastFailure);
  }

  /** For how long the driver has not answered the call under way; zero if none is. */
  public Duration stuckFor() {
    long since = callSince;
    for (SourceWatch source : sources) {
      since = Math.max(since, source.answeredAt().orElse(since));
    }
    return calling ? Duration.ofNanos(System.nanoTime() - since) : Duration.ZERO;
  }

  /** What is known of the ticks of each device's counter. */
  public Map<String, TickEstimate> ticks() {
    return ticks;
  }

  /** How the devices do beside their energy, as far as that was told lately; for any thread. */
  public List<DeviceState> deviceStates() {
    return states.latest(System.nanoTime());
  }

  /** Ends the thread after the reading under way. */
  public void stop() {
    stopped = true;
  }
}
