package io.joulebook.agent.runtime;

import io.joulebook.agent.config.ModelRule;
import io.joulebook.agent.instrument.CallSize;
import io.joulebook.agent.instrument.ModelFacts;
import io.joulebook.agent.instrument.Placement;
import io.joulebook.agent.ledger.CallClass;
import io.joulebook.collector.CallKey;
import java.util.List;
import java.util.Optional;

/**
 * A model as the books know it. Whether its calls contain engine frames, and where those run, is
 * learnt from its calls where the library cannot tell beforehand.
 */
final class MeteredModel {
  private final ModelFacts facts;
  private final ModelPlacement devices;
  private final String name;
  private final CallKey key;
  private final Optional<ModelRule> rule;
  private final Optional<String> device;
  private Placement placement;
  private List<String> runsOn = List.of();
  private boolean hasEngine;
  private boolean shared;
  private int placedAt = -1;

  MeteredModel(ModelFacts facts, List<ModelRule> rules, ModelPlacement devices) {
    this.facts = facts;
    this.devices = devices;
    rule =
        rules.stream()
            .filter(r -> r.matches(facts.engine(), facts.path(), facts.type()))
            .findFirst();
    name = rule.flatMap(ModelRule::name).orElse(facts.name());
    key = new CallKey(name, facts.engine(), facts.operation());
    device = rule.flatMap(ModelRule::device);
    placement = facts.placement();
    hasEngine = facts.hasEngine();
  }

  // Devices may show up, or be found again, at any time.
  private void place() {
    if (placedAt == devices.version()) {
      return;
    }
    placedAt = devices.version();
    runsOn = devices.of(placement, device);
    shared = devices.sharesUnknown(placement, device);
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
  void learnEngine(MeteredModel engine) {
    hasEngine = true;
    if (placement instanceof Placement.Unknown
        && !(engine.placement instanceof Placement.Unknown)) {
      placement = engine.placement;
      placedAt = -1;
    }
  }

  /** What its calls are told apart by. */
  CallKey key() {
    return key;
  }

  /** The rule that matches it, if one does. */
  Optional<ModelRule> rule() {
    return rule;
  }

  /** Why its calls run on no GPU that is metered; empty if they do, or may. */
  Optional<String> whyNotOnGpu() {
    if (device.isPresent()) {
      return device.filter("cpu"::equals).map(cpu -> "a rule of models says device: cpu");
    }
    return placement instanceof Placement.Elsewhere elsewhere
        ? Optional.of(elsewhere.why())
        : Optional.empty();
  }

  /** Whether it is known which devices its calls run on. */
  boolean isPlaced() {
    place();
    return !shared;
  }

  /** The calls that are taken to draw as one of that size does. */
  CallClass callClass(CallSize size) {
    return CallClass.of(name, facts.operation(), sizeOf(size));
  }

  /** What the power of a call depends on, beside its model: the tokens read, or else the items. */
  static long sizeOf(CallSize size) {
    return size.inputTokens().orElse(size.items().orElse(1));
  }

  List<String> runsOn() {
    place();
    return runsOn;
  }

  /** Whether only engine frames inside its calls use the device. */
  boolean hasEngine() {
    return hasEngine;
  }
}
