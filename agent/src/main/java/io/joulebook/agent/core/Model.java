package io.joulebook.agent.core;

import io.joulebook.agent.config.ModelRule;
import io.joulebook.agent.export.CallFacts;
import io.joulebook.agent.instrument.ModelFacts;
import io.joulebook.agent.instrument.Placement;
import io.joulebook.agent.instrument.Work;
import io.joulebook.agent.ledger.CallClass;
import java.util.List;
import java.util.Optional;

/**
 * A model as the books know it. Whether its calls contain engine frames, and where those run, is
 * learnt from its calls where the library cannot tell beforehand.
 */
final class Model {
  private final ModelFacts facts;
  private final String name;
  private final Optional<String> device;
  private List<String> runsOn;
  private boolean hasEngine;
  private boolean placed;
  private boolean shared;

  Model(ModelFacts facts, List<ModelRule> rules, Devices devices) {
    this.facts = facts;

    Optional<ModelRule> rule =
        rules.stream()
            .filter(r -> r.matches(facts.engine(), facts.path(), facts.type()))
            .findFirst();
    name = rule.flatMap(ModelRule::name).orElse(facts.name());
    device = rule.flatMap(ModelRule::device);
    runsOn = devices.of(facts.placement(), device);
    hasEngine = facts.hasEngine();
    placed = !(facts.placement() instanceof Placement.Unknown);
    shared = devices.sharesUnknown(facts.placement(), device);
    if (shared) {
      Console.say(
          "model "
              + name
              + ": its GPU is not known, its calls are shared over "
              + runsOn.size()
              + " GPUs");
    }
  }

  /** A call of it had an engine frame of this model inside. */
  void learnEngine(Model engine) {
    hasEngine = true;
    if (!placed && engine.placed) {
      placed = true;
      runsOn = device.isPresent() ? runsOn : engine.runsOn;
      shared = engine.shared;
    }
  }

  CallFacts call(Work work, Optional<String> traceId, Optional<String> route) {
    return new CallFacts(
        name,
        facts.engine(),
        facts.operation(),
        work.items(),
        work.inputTokens(),
        traceId,
        route,
        !shared);
  }

  /** The calls that are taken to draw as one on that many items does. */
  CallClass callClass(long items) {
    return CallClass.of(name, facts.operation(), items);
  }

  List<String> runsOn() {
    return runsOn;
  }

  /** Whether only engine frames inside its calls use the device. */
  boolean hasEngine() {
    return hasEngine;
  }
}
