package io.joulebook.agent.runtime;

import io.joulebook.agent.instrument.KnownEngine;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * Which known inference engines are used in this JVM, and whether they are metered; says so, once,
 * of each that is not. Classes are told by any thread, the rest belongs to the ledger's.
 */
final class EngineWatch {
  /** How long a hook may take to be woven once the engine's class is loaded. */
  static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Map<String, KnownEngine> byMarker = new HashMap<>();
  private final Map<KnownEngine, Long> seenAt = new ConcurrentHashMap<>();
  private final Set<KnownEngine> said = new HashSet<>();
  private final Consumer<String> say;

  /**
   * Nothing seen yet.
   *
   * @param ignored names of engines that nobody wants to be told of
   */
  EngineWatch(Set<String> ignored, Consumer<String> say) {
    this.say = say;
    for (KnownEngine engine : KnownEngine.ALL) {
      if (!ignored.contains(engine.name())) {
        engine.markers().forEach(type -> byMarker.put(type.replace('.', '/'), engine));
      }
    }
  }

  /** A class of this name, spelt with slashes, is loaded. */
  void seen(String className) {
    KnownEngine engine = byMarker.get(className);
    if (engine != null) {
      seenAt.putIfAbsent(engine, System.nanoTime());
    }
  }

  /**
   * Whether each engine that was seen is metered, by its name; one for which a hook is still
   * awaited, or whose hook is left out on purpose, is absent.
   *
   * @param installed whether each hook in force is woven into a class, by its name
   */
  Map<String, Boolean> look(long now, Map<String, Boolean> installed) {
    Map<String, Boolean> metered = new TreeMap<>();
    seenAt.forEach(
        (engine, at) ->
            isMetered(engine, installed, now - at)
                .ifPresent(
                    is -> {
                      metered.put(engine.name(), is);
                      if (!is && said.add(engine)) {
                        say.accept(line(engine));
                      }
                    }));
    return metered;
  }

  private static Optional<Boolean> isMetered(
      KnownEngine engine, Map<String, Boolean> installed, long nanos) {
    if (engine.hook().isPresent() && !installed.containsKey(engine.hook().get())) {
      return Optional.empty();
    }
    List<Boolean> hooks =
        installed.entrySet().stream()
            .filter(hook -> engine.isMeteredBy(hook.getKey()))
            .map(Map.Entry::getValue)
            .toList();
    if (hooks.contains(true)) {
      return Optional.of(true);
    }
    boolean mayCome = !hooks.isEmpty() && nanos < PATIENCE.toNanos();
    return mayCome ? Optional.empty() : Optional.of(false);
  }

  private static String line(KnownEngine engine) {
    return engine.product()
        + " is used in this JVM and is not metered: its energy is entered as unattributed or idle; "
        + engine.howTo()
        + "; to hear no more of it, engines.ignored="
        + engine.name();
  }
}
