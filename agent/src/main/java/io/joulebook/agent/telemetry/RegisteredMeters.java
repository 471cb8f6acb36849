package io.joulebook.agent.telemetry;

import java.lang.ref.WeakReference;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which meters are in one registry of the host: adds what is new, removes what is gone, and adds
 * again what the host has cleared away. Used by one thread.
 */
final class RegisteredMeters {
  private final HostRegistry registry;

  /** The host's meters: the host's registry keeps them. */
  private final Map<HostMeter, WeakReference<Object>> registered = new LinkedHashMap<>();

  RegisteredMeters(HostRegistry registry) {
    this.registry = registry;
  }

  /**
   * How it went.
   *
   * @param failure what the host's registry threw last; null if nothing
   * @param refused how many meters the host's registry took without keeping them
   */
  record Outcome(@Nullable Throwable failure, int refused) {}

  /** Puts the registry in line with these meters; what fails is left for the next time. */
  Outcome put(Collection<HostMeter> wanted) throws ReflectiveOperationException {
    Throwable failure = remove(gone(wanted));
    Set<Object> before = registry.meters();
    registered.values().removeIf(meter -> !before.contains(meter.get()));
    Set<HostMeter> added = new HashSet<>();
    for (HostMeter meter : wanted) {
      if (!registered.containsKey(meter)) {
        try {
          registered.put(meter, new WeakReference<>(register(meter, before)));
          added.add(meter);
        } catch (ReflectiveOperationException | RuntimeException | LinkageError foreign) {
          failure = foreign;
        }
      }
    }
    return new Outcome(failure, added.isEmpty() ? 0 : dropRefused(added));
  }

  // A meter of ours that was there before is an earlier core's, and its value stands still.
  private Object register(HostMeter meter, Set<Object> before) throws ReflectiveOperationException {
    Object found = registry.register(meter);
    if (registered.values().stream().anyMatch(ours -> ours.refersTo(found))) {
      throw new IllegalStateException("a filter makes one meter of two: " + meter.name());
    }
    if (before.contains(found)) {
      registry.remove(found);
      return registry.register(meter);
    }
    return found;
  }

  private int dropRefused(Set<HostMeter> added) throws ReflectiveOperationException {
    Set<Object> after = registry.meters();
    int known = registered.size();
    registered
        .entrySet()
        .removeIf(
            entry -> added.contains(entry.getKey()) && !after.contains(entry.getValue().get()));
    return known - registered.size();
  }

  private Set<HostMeter> gone(Collection<HostMeter> wanted) {
    Set<HostMeter> gone = new HashSet<>(registered.keySet());
    wanted.forEach(gone::remove);
    return gone;
  }

  /** Takes everything out again. */
  void clear() {
    remove(Set.copyOf(registered.keySet()));
  }

  private @Nullable Throwable remove(Set<HostMeter> gone) {
    Throwable failure = null;
    for (HostMeter meter : gone) {
      WeakReference<Object> reference = registered.remove(meter);
      Object found = reference == null ? null : reference.get();
      try {
        if (found != null) {
          registry.remove(found);
        }
      } catch (ReflectiveOperationException | RuntimeException | LinkageError foreign) {
        failure = foreign;
      }
    }
    return failure;
  }
}
