package io.joulebook.agent.core;

import io.joulebook.agent.config.ModelRule;
import io.joulebook.agent.export.CallFacts;
import io.joulebook.agent.instrument.Hooks;
import io.joulebook.agent.instrument.WeakIdentityMap;
import io.joulebook.agent.instrument.Work;
import io.joulebook.agent.ledger.Ledger;
import io.joulebook.agent.power.SimulatedGpu;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Empties the bridge's lanes into the ledger. Belongs to the ledger's thread. */
final class CallIntake {
  private final Hooks hooks;
  private final List<ModelRule> rules;
  private final Devices devices;
  private final Ledger ledger;
  private final @Nullable SimulatedGpu simulated;
  private final WeakIdentityMap<Model> models = new WeakIdentityMap<>();
  private final Map<Integer, Model> modelsOfSites = new HashMap<>();
  private final Map<Long, OpenCall> open = new HashMap<>();
  private final List<Event> events = new ArrayList<>();
  private int inFlight;

  CallIntake(
      Hooks hooks,
      List<ModelRule> rules,
      Devices devices,
      Ledger ledger,
      Optional<SimulatedGpu> simulated) {
    this.hooks = hooks;
    this.rules = rules;
    this.devices = devices;
    this.ledger = ledger;
    this.simulated = simulated.orElse(null);
  }

  private record Event(
      long time,
      long call,
      int kind,
      int site,
      long items,
      @Nullable Object subject,
      @Nullable Object detail,
      @Nullable Object trace,
      @Nullable Object route)
      implements Comparable<Event> {
    @Override
    public int compareTo(Event other) {
      return Long.compare(time, other.time);
    }
  }

  /** A call between its begin and its receipt. */
  private static final class OpenCall {
    final Model model;
    final boolean waitsForEngine;
    CallFacts facts;
    boolean running;

    OpenCall(Model model, CallFacts facts) {
      this.model = model;
      this.facts = facts;
      waitsForEngine = model.hasEngine();
    }
  }

  /** Takes everything that the host's threads have noted so far, in the order of time. */
  void drain() {
    for (Object[] note = JoulebookBridge.pollNote();
        note != null;
        note = JoulebookBridge.pollNote()) {
      hooks.noted((Integer) note[0], note[1], note[2], note[3]);
    }
    for (JoulebookBridge lane : JoulebookBridge.lanes()) {
      while (lane.next()) {
        events.add(event(lane));
      }
    }
    Collections.sort(events); // stable: events of one thread stay in order
    try {
      ToTheEnd.forEach(events, this::accept);
    } finally {
      events.clear();
    }
  }

  private static Event event(JoulebookBridge lane) {
    return new Event(
        lane.time(),
        lane.call(),
        lane.kind(),
        lane.site(),
        lane.items(),
        lane.subject(),
        lane.detail(),
        lane.trace(),
        lane.route());
  }

  private void accept(Event event) {
    switch (event.kind()) {
      case JoulebookBridge.CALL_BEGIN -> begin(event);
      case JoulebookBridge.ENGINE_BEGIN -> engineBegins(event);
      case JoulebookBridge.ENGINE_END -> engineEnds(event);
      default -> end(event);
    }
  }

  private void begin(Event event) {
    Model model = model(event);
    Work work = hooks.work(event.site(), event.detail(), event.items());
    OpenCall call = new OpenCall(model, model.call(work, text(event.trace()), text(event.route())));
    open.put(event.call(), call);
    long weight = call.waitsForEngine ? 0 : Ledger.EQUAL_WEIGHT;
    ledger.begin(
        event.call(), event.time(), model.runsOn(), weight, model.callClass(call.facts.items()));
    setRunning(call, event.time(), weight > 0);
  }

  private static Optional<String> text(@Nullable Object seen) {
    return seen instanceof String text ? Optional.of(text) : Optional.empty();
  }

  // Without lambdas: this is asked for each call.
  private Model model(Event event) {
    Object subject = event.subject();
    Model known = subject == null ? modelsOfSites.get(event.site()) : models.get(subject);
    return known == null ? remember(event, newModel(event)) : known;
  }

  private Model remember(Event event, Model model) {
    if (event.subject() == null) {
      modelsOfSites.put(event.site(), model);
    } else {
      models.put(event.subject(), model);
    }
    return model;
  }

  private Model newModel(Event event) {
    return new Model(hooks.model(event.site(), event.subject(), event.detail()), rules, devices);
  }

  private void engineBegins(Event event) {
    OpenCall call = open.get(event.call());
    if (call == null) {
      return;
    }
    call.model.learnEngine(model(event));
    call.facts = withTokens(call.facts, hooks.work(event.site(), event.detail(), event.items()));
    if (call.waitsForEngine) {
      ledger.weigh(event.call(), event.time(), Ledger.EQUAL_WEIGHT);
      setRunning(call, event.time(), true);
    }
  }

  private static CallFacts withTokens(CallFacts facts, Work engine) {
    if (engine.inputTokens().isEmpty()) {
      return facts;
    }
    long tokens = facts.inputTokens().orElse(0) + engine.inputTokens().getAsLong();
    return facts.withInputTokens(tokens);
  }

  private void engineEnds(Event event) {
    OpenCall call = open.get(event.call());
    if (call != null && call.waitsForEngine) {
      ledger.weigh(event.call(), event.time(), 0);
      setRunning(call, event.time(), false);
    }
  }

  private void end(Event event) {
    OpenCall call = open.get(event.call());
    if (call != null) {
      setRunning(call, event.time(), false);
    }
    // The end of a call that has not begun yet comes from another thread: the ledger keeps it.
    ledger.end(event.call(), event.time(), event.kind() == JoulebookBridge.CALL_FAILED);
  }

  private void setRunning(OpenCall call, long at, boolean running) {
    if (call.running != running) {
      call.running = running;
      inFlight += running ? 1 : -1;
      if (simulated != null) {
        simulated.inFlight(at, inFlight);
      }
    }
  }

  /** What is known of a call that has just been settled; it is forgotten. */
  Optional<CallFacts> settled(long call, long at) {
    OpenCall gone = open.remove(call);
    if (gone == null) {
      return Optional.empty();
    }
    setRunning(gone, at, false); // an end that was never seen has not stopped it
    return Optional.of(gone.facts);
  }
}
