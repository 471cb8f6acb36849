package io.joulebook.agent.telemetry;

import io.joulebook.collector.metrics.Sample;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Shows our figures in the host's own registries of meters, from the moment that the host uses one.
 * A thread of its own runs all code of the host: one that hangs or throws costs this part only. The
 * ledger's thread writes the values into cells, and the host's threads read these.
 *
 * <p>{@link #seen} may be called by any thread; the rest belongs to the ledger's.
 */
public final class HostTelemetry implements AutoCloseable {
  private static final String TRIGGER = MicrometerRegistry.METRICS.replace('.', '/');
  private static final long PAUSE_NANOS = Duration.ofSeconds(1).toNanos();
  private static final long HANGS_NANOS = Duration.ofSeconds(10).toNanos();
  private static final long CLOSE_MILLIS = 1_000;
  private static final long NOW = Long.MIN_VALUE;

  private final Function<Runnable, Thread> threads;
  private final Consumer<String> say;
  private final HostRegistries registries;
  private final AtomicBoolean failed = new AtomicBoolean();
  private volatile boolean noted;
  private volatile boolean read;
  private volatile boolean closed;
  private volatile long inRoundSince = NOW;
  private volatile List<HostMeter> wanted = List.of();
  private Map<List<Object>, HostMeter> meters = Map.of();
  private @Nullable Thread thread;

  /**
   * Shows nothing yet.
   *
   * @param threads makes the thread that runs the host's code; not started
   * @param say is told, in one line each, what goes wrong
   */
  public HostTelemetry(
      HostClasses classes, Function<Runnable, Thread> threads, Consumer<String> say) {
    this.threads = threads;
    this.say = say;
    registries = new HostRegistries(classes, say);
  }

  /** A class of that name, spelt with slashes, is being loaded or has been. */
  public void seen(String className) {
    if (className.equals(TRIGGER)) {
      noted = true;
      registries.noted();
    }
  }

  /**
   * Publishes the values, if something reads them; to be called about once a second.
   *
   * @param values the values as they stand
   */
  public void publish(Supplier<List<Sample>> values) {
    if (!noted || closed) {
      return;
    }
    start();
    if (read) {
      take(values.get());
    }
    long since = inRoundSince;
    if (since != NOW && System.nanoTime() - since > HANGS_NANOS) {
      say.accept(
          "the application's Micrometer has not answered for 10 s: its values are not kept up to date");
    }
  }

  private void start() {
    if (thread == null) {
      Thread made = threads.apply(this::run);
      made.start();
      thread = made;
    }
  }

  private void take(List<Sample> samples) {
    Map<List<Object>, HostMeter> now = new LinkedHashMap<>();
    for (Sample sample : samples) {
      List<Object> series = List.of(sample.name(), sample.labels());
      HostMeter known = meters.get(series);
      if (known != null) {
        known.set(sample.value());
      }
      now.put(series, known == null ? new HostMeter(sample) : known);
    }
    boolean same = now.keySet().equals(meters.keySet());
    meters = now;
    if (!same) {
      wanted = List.copyOf(now.values());
    }
  }

  /** Whether the host reads our figures in a registry of its own. */
  public boolean isRead() {
    return read && !wanted.isEmpty();
  }

  /** Whether something has failed since this was asked last. */
  public boolean takeFailed() {
    return failed.getAndSet(false);
  }

  // ---- the thread that runs the host's code

  /** Takes turns until this is closed. */
  void run() {
    while (!closed) {
      turn();
      Thread.interrupted(); // or it would not rest
      LockSupport.parkNanos(PAUSE_NANOS);
    }
    registries.clear();
  }

  /** Puts the host's registries in line, whatever they throw. */
  void turn() {
    inRoundSince = System.nanoTime();
    try {
      read = registries.round(wanted);
      if (registries.hasFailed()) {
        failed.set(true);
      }
    } catch (Throwable noMemory) {
      failed.set(true);
    } finally {
      inRoundSince = NOW;
    }
  }

  /** Takes the meters out again; waits a moment for that, but not for a registry that hangs. */
  @Override
  public void close() {
    closed = true;
    Thread running = thread;
    if (running == null) {
      return;
    }
    LockSupport.unpark(running);
    try {
      running.join(CLOSE_MILLIS);
    } catch (InterruptedException hurried) {
      Thread.currentThread().interrupt();
    }
  }
}
