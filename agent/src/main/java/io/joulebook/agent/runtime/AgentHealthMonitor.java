package io.joulebook.agent.runtime;

import io.joulebook.collector.AgentHealth;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** How the meter itself is doing. The ledger's thread writes; a scrape reads the latest. */
final class AgentHealthMonitor {
  private final Map<String, Long> powerErrors = new HashMap<>();
  private final OwnThreads threads = new OwnThreads();
  private long expired;
  private long joined;
  private volatile AgentHealth latest = AgentHealth.NONE;

  void powerError(String reason) {
    powerErrors.merge(reason, 1L, Long::sum);
  }

  /** Notes how many calls were counted together because too many waited to be settled. */
  void joined(long calls) {
    joined = calls;
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
    latest = new AgentHealth(unsettled, dropped, powerErrors, hooks, shared, cpu);
  }

  AgentHealth latest() {
    return latest;
  }
}
