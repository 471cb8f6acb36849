package io.joulebook.agent.telemetry;

import java.lang.reflect.InvocationTargetException;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * Finds the host's registries, one for each class loader that has Micrometer, and keeps our meters
 * in those that something reads. Used by one thread, but for {@link #noted}.
 */
final class HostRegistries {
  /** A class is noted just before it can be found. */
  private static final int LOOKS = 3;

  /** How many rounds a registry that failed is left alone. */
  private static final int REST_ROUNDS = 10;

  private static final String NOT_TAKEN =
      "the application's Micrometer does not take all of the agent's meters, /metrics has them all the same: ";

  private static final String LEFT_OUT =
      "the application's Micrometer leaves out some of the agent's meters, by a filter or because it is closed";

  private final HostClasses classes;
  private final Consumer<String> say;
  private final AtomicInteger looks = new AtomicInteger();
  private final Map<MicrometerRegistry, RegisteredMeters> found = new LinkedHashMap<>();
  private final Map<MicrometerRegistry, Integer> rest = new LinkedHashMap<>();
  private final Set<MicrometerRegistry> failing = new HashSet<>();
  private boolean failed;

  HostRegistries(HostClasses classes, Consumer<String> say) {
    this.classes = classes;
    this.say = say;
  }

  /** A registry's class is being loaded, or has been. Any thread. */
  void noted() {
    looks.set(LOOKS);
  }

  /** Whether a registry has begun to fail in the last round. */
  boolean hasFailed() {
    return failed;
  }

  /**
   * Keeps these meters in each registry that is read.
   *
   * @return whether any is
   */
  boolean round(List<HostMeter> wanted) {
    failed = false;
    look();
    boolean anyIsRead = false;
    for (Map.Entry<MicrometerRegistry, RegisteredMeters> each : found.entrySet()) {
      if (rest.merge(each.getKey(), -1, Integer::sum) <= 0) {
        anyIsRead |= round(each.getKey(), each.getValue(), wanted);
      }
    }
    return anyIsRead;
  }

  private boolean round(
      MicrometerRegistry registry, RegisteredMeters meters, List<HostMeter> wanted) {
    rest.put(registry, 0);
    try {
      boolean read = registry.isRead();
      if (read) {
        RegisteredMeters.Outcome outcome = meters.put(wanted);
        if (outcome.refused() > 0) {
          say.accept(LEFT_OUT);
        }
        if (outcome.failure() == null) {
          failing.remove(registry);
        } else {
          fail(registry, outcome.failure());
        }
      }
      return read;
    } catch (ReflectiveOperationException | RuntimeException | LinkageError foreign) {
      fail(registry, foreign);
      return false;
    }
  }

  private void fail(MicrometerRegistry registry, Throwable foreign) {
    boolean within = foreign instanceof InvocationTargetException && foreign.getCause() != null;
    failed |= failing.add(registry);
    rest.put(registry, REST_ROUNDS);
    say.accept(NOT_TAKEN + (within ? foreign.getCause() : foreign));
  }

  private void look() {
    found.keySet().removeIf(MicrometerRegistry::isGone);
    rest.keySet().retainAll(found.keySet());
    failing.retainAll(found.keySet());
    if (looks.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
      for (Class<?> type : classes.loaded()) {
        if (type.getName().equals(MicrometerRegistry.METRICS) && isNew(type)) {
          MicrometerRegistry registry = new MicrometerRegistry(type, classes::isInitialized);
          found.put(registry, new RegisteredMeters(registry));
        }
      }
    }
  }

  private boolean isNew(Class<?> metrics) {
    return found.keySet().stream().noneMatch(registry -> registry.isOf(metrics));
  }

  /** Takes our meters out of all of them. */
  void clear() {
    Iterator<RegisteredMeters> all = found.values().iterator();
    while (all.hasNext()) {
      all.next().clear();
      all.remove();
    }
  }
}
