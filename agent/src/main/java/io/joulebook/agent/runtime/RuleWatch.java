package io.joulebook.agent.runtime;

import io.joulebook.collector.AgentHealth.RuleName;
import io.joulebook.collector.RuleStatus;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Which budgets and rules of models have matched nothing for ten minutes with calls: a name in them
 * may be wrong. Each is said once. Used by the ledger's thread only.
 */
final class RuleWatch {
  private static final int MINUTES = 10;

  private final Map<RuleName, RuleStatus> known = new HashMap<>();
  private final Map<RuleName, Integer> since = new HashMap<>();
  private final Set<RuleStatus> said = new HashSet<>();
  private final Consumer<String> say;
  private long minute = Long.MIN_VALUE;
  private int minutesWithCalls;

  RuleWatch(Consumer<String> say) {
    this.say = say;
  }

  /** A call was settled at that time, by {@link System#nanoTime}. */
  void called(long at) {
    long now = TimeUnit.NANOSECONDS.toMinutes(at);
    if (now > minute) {
      minute = now;
      minutesWithCalls++;
    }
  }

  /**
   * Whether each rule has matched nothing for long enough.
   *
   * @param rules all in force
   * @param models the models that were called, for the line
   */
  Map<RuleName, Boolean> look(List<RuleStatus> rules, Supplier<String> models) {
    Map<RuleName, Boolean> unmatched = new HashMap<>();
    for (RuleStatus rule : rules) {
      RuleName name = new RuleName(rule.kind(), rule.name());
      RuleStatus before = known.put(name, rule);
      if (before == null || !before.watches().equals(rule.watches())) {
        since.put(name, minutesWithCalls);
      }
      boolean nothing =
          !rule.matched()
              && minutesWithCalls - since.getOrDefault(name, minutesWithCalls) > MINUTES;
      unmatched.put(name, nothing);
      if (nothing && said.add(rule)) {
        say.accept(line(rule, models.get()));
      }
    }
    return unmatched;
  }

  private static String line(RuleStatus rule, String models) {
    return rule.kind().replace('_', ' ')
        + " "
        + rule.name()
        + " has matched no call in ten minutes with calls; it watches "
        + rule.watches()
        + "; models called so far: "
        + models;
  }
}
