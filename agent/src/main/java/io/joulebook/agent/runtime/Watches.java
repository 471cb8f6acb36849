package io.joulebook.agent.runtime;

import io.joulebook.collector.RuleStatus;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What looks, while the books are kept, for what is not metered as its user would expect, and says
 * so: a class that never comes, an engine without a hook, a rule that matches nothing, a driver
 * that hangs, a device that is shared, models on the CPU. Used by the ledger's thread only.
 */
final class Watches {
  private static final int MODELS_SHOWN = 10;

  private final UnusedHooks unusedHooks;
  private final EngineWatch engines;
  private final RuleWatch rules = new RuleWatch(Console::say);
  private final CpuWatch cpu = new CpuWatch(Console::say);
  private final DriverWatch driver;
  private final SharingWatch sharing = new SharingWatch();
  private final AgentHealthMonitor health;

  Watches(UnusedHooks unusedHooks, EngineWatch engines, AgentHealthMonitor health) {
    this.unusedHooks = unusedHooks;
    this.engines = engines;
    this.health = health;
    driver = new DriverWatch(health);
  }

  /** A call was settled at that time. */
  void called(long at) {
    rules.called(at);
  }

  /**
   * Looks again, about once a second.
   *
   * @param stuckFor for how long the driver has not answered
   * @param hooks whether each hook in force is woven into a class, by its name
   * @param models the models that were called so far
   */
  void look(
      long now,
      Duration stuckFor,
      ModelPlacement devices,
      Map<String, Boolean> hooks,
      Collection<MeteredModel> models) {
    sharing.look(devices.shared().keySet());
    driver.look(stuckFor);
    unusedHooks.look(now, UnusedHooks.PATIENCE);
    health.engines(engines.look(now, hooks));
    cpu.look(now, models, devices.gpus());
  }

  /** Looks at the rules in force, which others may have failed to tell. */
  void lookAtRules(List<RuleStatus> inForce, Collection<MeteredModel> models) {
    health.rules(rules.look(inForce, () -> names(models)));
  }

  private static String names(Collection<MeteredModel> models) {
    return models.stream()
        .map(model -> model.key().model())
        .distinct()
        .limit(MODELS_SHOWN)
        .collect(Collectors.joining(", "));
  }
}
