package io.joulebook.collector;

import java.util.Map;
import java.util.Set;

/**
 * How the meter itself is doing: totals since it started, read at scrape time.
 *
 * @param callsUnsettled calls that have been seen and have no receipt yet
 * @param spansDropped call events lost or late, by reason
 * @param powerErrors failed or refused readings of a power source, by reason
 * @param hooks whether each hook is woven into a class of the host, by hook name
 * @param shared why a device has other users that cannot be told apart, by the device's id
 * @param engines whether each inference engine that was seen in this JVM is metered, by its name
 * @param rules whether each budget and rule has matched nothing in ten minutes with calls
 * @param agentCpuNanos CPU time used by the agent's own threads, in nanoseconds
 */
public record AgentHealth(
    long callsUnsettled,
    Map<String, Long> spansDropped,
    Map<String, Long> powerErrors,
    Map<String, Boolean> hooks,
    Map<String, Set<String>> shared,
    Map<String, Boolean> engines,
    Map<RuleName, Boolean> rules,
    long agentCpuNanos) {
  /** The health of a meter that has just started. */
  public static final AgentHealth NONE =
      new AgentHealth(0, Map.of(), Map.of(), Map.of(), Map.of(), Map.of(), Map.of(), 0);

  /**
   * A rule of the configuration.
   *
   * @param kind {@code budget} or {@code model_rule}
   * @param name the budget's name, or what the rule matches
   */
  public record RuleName(String kind, String name) {}

  public AgentHealth {
    spansDropped = Map.copyOf(spansDropped);
    powerErrors = Map.copyOf(powerErrors);
    hooks = Map.copyOf(hooks);
    shared = Map.copyOf(shared);
    engines = Map.copyOf(engines);
    rules = Map.copyOf(rules);
  }
}
