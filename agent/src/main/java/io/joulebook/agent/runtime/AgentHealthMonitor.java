package io.joulebook.agent.runtime;

import io.joulebook.collector.AgentHealth;
import io.joulebook.collector.AgentHealth.RuleName;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** How the meter itself is doing. The ledger's thread writes; a scrape reads the latest. */
final class AgentHealthMonitor {
  private final Map<String, Long> powerErrors = new HashMap<>();
  private final OwnThreads threads = new OwnThreads();
  private long expired;
  private long joined;
  private Map<String, Boolean> engines = Map.of();
  private Map<RuleName, Boolean> rules = Map.of();
  private volatile AgentHealth latest = AgentHealth.NONE;

  void powerError(String reason) {
    powerErrors.merge(reason, 1L, Long::sum);
  }

  /** Notes how many calls were counted together because too many waited to be settled. */
  void joined(long calls) {
    joined = calls;
  }

  /** Notes whether each engine that was seen is metered. */
  void engines(Map<String, Boolean> metered) {
    engines = metered;
  }

  /** Notes whether each budget and rule of models has matched nothing for long. */
  void rules(Map<RuleName, Boolean> unmatched) {
    rules = unmatched;
  }

  /** Notes calls whose end was never seen. */
  void expired(int calls) {
    expired += calls;
  }

  void take(
      long now,
      long unsettled,
      long lateEvents,
      Map<String, Boolean> hooks,
      Map<String, Set<String>> shared) {
    Map<String, Long> dropped =
        Map.of(
            "ring_full",
            JoulebookBridge.folded() + joined,
            "lost",
            JoulebookBridge.lost(),
            "late",
            lateEvents,
            "end_not_seen",
            expired);
    long cpu = threads.cpuNanos(now);
    latest = new AgentHealth(unsettled, dropped, powerErrors, hooks, shared, engines, rules, cpu);
  }

  AgentHealth latest() {
    return latest;
  }
}
