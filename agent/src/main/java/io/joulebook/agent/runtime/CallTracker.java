package io.joulebook.agent.runtime;

import io.joulebook.agent.config.ModelRule;
import io.joulebook.agent.instrument.CallSize;
import io.joulebook.agent.instrument.Hooks;
import io.joulebook.agent.ledger.Ledger;
import io.joulebook.agent.power.SimulatedGpu;
import io.joulebook.collector.RuleStatus;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Empties the bridge's lanes into the ledger. Belongs to the ledger's thread. */
final class CallTracker {
  /**
   * While a driver hangs calls cannot be settled: so many have receipts of their own, some 14 MB,
   * and those beyond are counted together.
   */
  private static final int WAITING_AT_MOST = 20_000;

  private final Hooks hooks;
  private final List<ModelRule> rules;
  private final ModelPlacement devices;
  private final Ledger<OpenCall> ledger;
  private final @Nullable SimulatedGpu simulated;
  private final Map<Long, MeteredModel> models = new HashMap<>();
  private final List<Event> events = new ArrayList<>();
  private final Set<ModelRule> matched = new HashSet<>();
  private final FoldedCalls folded;

  /** Calls in flight that are counted together, for too many wait to be settled. */
  private final Map<Long, Joined> together = new HashMap<>();

  private long joined;
  private int inFlight;
  private long activeAt;

  CallTracker(
      Hooks hooks,
      List<ModelRule> rules,
      ModelPlacement devices,
      Ledger<OpenCall> ledger,
      Optional<SimulatedGpu> simulated,
      long now) {
    this.hooks = hooks;
    this.rules = rules;
    this.devices = devices;
    this.ledger = ledger;
    this.simulated = simulated.orElse(null);
    folded = new FoldedCalls(ledger, now);
    activeAt = now;
  }

  /** One of these. */
  private static final class Joined {
    private final MeteredModel model;
    private CallSize size;
    private long output;

    Joined(MeteredModel model, CallSize size) {
      this.model = model;
      this.size = size;
    }

    void addTokens(OptionalLong tokens) {
      if (tokens.isPresent()) {
        usage(size.inputTokens().orElse(0) + tokens.getAsLong(), -1);
      }
    }

    // The engine knows better than what was counted.
    void usage(long input, long made) {
      size = input < 0 ? size : new CallSize(size.items(), OptionalLong.of(input));
      output = made < 0 ? output : made;
    }

    long[] end(Event event) {
      CallSize all =
          event.size() == JoulebookBridge.UNKNOWN_SIZE ? size : CallSize.of(event.size());
      long failed = event.kind() == JoulebookBridge.CALL_FAILED ? 1 : 0;
      long made = output > 0 ? output : event.outputTokens();
      long items = all.items().orElse(0);
      long tokens = all.inputTokens().orElse(0);
      return new long[] {0, 0, 0, 0, 1, event.time(), failed, items, tokens, made};
    }
  }

  private record Event(
      long time,
      long call,
      int kind,
      int site,
      int receiver,
      long size,
      long outputTokens,
      @Nullable Object trace,
      @Nullable Object route)
      implements Comparable<Event> {
    @Override
    public int compareTo(Event other) {
      return Long.compare(time, other.time);
    }
  }

  /** Takes everything that the host's threads have noted so far, in the order of time. */
  void drain(long now) {
    for (long[] end = JoulebookBridge.pollEnd(); end != null; end = JoulebookBridge.pollEnd()) {
      events.add(end(end[0], end[1], (int) end[2], end[3], end[4], (int) end[5]));
    }
    hooks.takeAbandonedStreams().forEach(call -> abandoned(call, now));
    List<JoulebookBridge> lanes = JoulebookBridge.lanes();
    for (JoulebookBridge lane : lanes) {
      while (lane.next()) {
        events.add(event(lane));
      }
    }
    if (!events.isEmpty() || inFlight > 0) {
      activeAt = now;
    }
    Collections.sort(events); // stable: events of one thread stay in order
    try {
      ForEach.forEach(events, this::accept);
    } finally {
      events.clear();
    }
    lanes.forEach(this::takeFolds);
    folded.turn(now);
  }

  // As the bridge's streamed() says; the books are beyond the time of its last piece, so the call
  // ends now.
  private void abandoned(long[] call, long now) {
    if (call[3] == 0) {
      int kind = call[6] == 0 ? JoulebookBridge.CALL_END : JoulebookBridge.CALL_FAILED;
      if (call[11] != 0) {
        ledger.endIsUnseen(call[0]);
      }
      if (call[8] >= 0 || call[10] >= 0) {
        events.add(usage(now, call));
      }
      events.add(end(now, call[0], kind, 0, call[5], JoulebookBridge.AT_LEAST));
    } else {
      MeteredModel model = model((int) call[1] & ~JoulebookBridge.LEAF, (int) call[2]);
      long read = call[12] != 0 ? 0 : Math.max(0, call[8]);
      long made = call[10] < 0 ? call[5] : call[10];
      folded.add(model, new long[] {0, 0, 0, 0, 1, now, call[6], 0, read, made});
    }
  }

  private static Event usage(long at, long[] call) {
    long told = JoulebookBridge.size(call[10] + 1) | JoulebookBridge.size(call[8] + 1) << 32;
    long cached = JoulebookBridge.size(call[9] + 1);
    return new Event(at, call[0], JoulebookBridge.USAGE, 0, 0, told, cached, null, null);
  }

  private static Event end(long at, long call, int kind, long size, long outputTokens, int bound) {
    return new Event(at, call, kind, 0, bound, size, outputTokens, null, null);
  }

  private void takeFolds(JoulebookBridge lane) {
    for (long[] fold : lane.takeFolds()) {
      folded.add(model((int) fold[0], (int) fold[1]), fold);
    }
  }

  private static Event event(JoulebookBridge lane) {
    return new Event(
        lane.time(),
        lane.call(),
        lane.kind(),
        lane.site(),
        lane.receiver(),
        lane.size(),
        lane.outputTokens(),
        lane.trace(),
        lane.route());
  }

  private void accept(Event event) {
    switch (event.kind()) {
      case JoulebookBridge.CALL_BEGIN -> begin(event);
      case JoulebookBridge.ENGINE_BEGIN -> engineBegins(event);
      case JoulebookBridge.ENGINE_END -> engineEnds(event);
      case JoulebookBridge.REQUEST_ID, JoulebookBridge.FIRST_PIECE, JoulebookBridge.USAGE ->
          isTold(event);
      default -> end(event);
    }
  }

  /** The rules of models, and whether each has matched a model that was called. */
  List<RuleStatus> rules() {
    return rules.stream()
        .map(
            rule ->
                new RuleStatus(
                    "model_rule", rule.watched(), rule.watched(), matched.contains(rule)))
        .toList();
  }

  /** The models that were called so far. */
  Collection<MeteredModel> models() {
    return models.values();
  }

  /** When calls were last noted or in flight, as {@link System#nanoTime}. */
  long activeAt() {
    return activeAt;
  }

  /** How many calls were counted together because too many waited to be settled. */
  long joined() {
    return joined;
  }

  private void begin(Event event) {
    MeteredModel model = model(event.site(), event.receiver());
    CallSize size = CallSize.of(event.size());
    if (ledger.waiting() >= WAITING_AT_MOST) {
      joined++;
      together.put(event.call(), new Joined(model, size));
      folded.add(model, new long[] {0, 0, 1, event.time(), 0, 0, 0, 0, 0, 0});
      return;
    }
    OpenCall call = new OpenCall(model, size, text(event.trace()), text(event.route()));
    long weight = call.waitsForEngine ? 0 : Ledger.EQUAL_WEIGHT;
    setRunning(call, event.time(), weight > 0);
    try {
      ledger.begin(
          event.call(),
          call,
          event.time(),
          model.runsOn(),
          weight,
          model.callClass(size),
          MeteredModel.sizeOf(size));
    } finally {
      if (ledger.attachment(event.call()) == null) { // settled at once, or not begun: out of memory
        setRunning(call, event.time(), false);
      }
    }
  }

  private static Optional<String> text(@Nullable Object seen) {
    return seen instanceof String text ? Optional.of(text) : Optional.empty();
  }

  // A receiver's number says what it is, whatever site it is called from; without one the site
  // does.
  private MeteredModel model(int site, int receiver) {
    boolean told = receiver > JoulebookBridge.OTHER_RECEIVER;
    long key = told ? receiver : -1L - ((long) site << 1 | receiver);
    MeteredModel known = models.get(key);
    if (known == null) {
      known = new MeteredModel(hooks.model(site, receiver), rules, devices);
      known.rule().ifPresent(matched::add);
      models.put(key, known);
    }
    return known;
  }

  private void isTold(Event event) {
    @Nullable OpenCall call = ledger.attachment(event.call());
    if (call != null && event.kind() == JoulebookBridge.REQUEST_ID) {
      call.isFor(text(event.trace()));
    } else if (call != null && event.kind() == JoulebookBridge.FIRST_PIECE) {
      call.firstPieceAt(event.time());
      ledger.firstPiece(event.call(), event.time());
    } else if (event.kind() == JoulebookBridge.USAGE) {
      long input = (event.size() >>> 32) - 1;
      long made = (event.size() & 0xffff_ffffL) - 1;
      Joined joinedCall = together.get(event.call());
      if (call != null) {
        call.usage(input, event.outputTokens() - 1, made);
      } else if (joinedCall != null) {
        joinedCall.usage(input, made);
      }
    }
  }

  private void engineBegins(Event event) {
    Joined joinedCall = together.get(event.call());
    if (joinedCall != null) {
      joinedCall.addTokens(CallSize.of(event.size()).inputTokens());
    }
    @Nullable OpenCall call = ledger.attachment(event.call());
    if (call == null) {
      return;
    }
    call.model.learnEngine(model(event.site(), event.receiver()));
    call.addTokens(CallSize.of(event.size()).inputTokens());
    if (call.waitsForEngine) {
      ledger.weigh(event.call(), event.time(), Ledger.EQUAL_WEIGHT);
      setRunning(call, event.time(), true);
    }
  }

  private void engineEnds(Event event) {
    @Nullable OpenCall call = ledger.attachment(event.call());
    if (call != null && call.waitsForEngine) {
      ledger.weigh(event.call(), event.time(), 0);
      setRunning(call, event.time(), false);
    }
  }

  private void end(Event event) {
    Joined joinedCall = together.remove(event.call());
    if (joinedCall != null) {
      folded.add(joinedCall.model, joinedCall.end(event));
      return;
    }
    @Nullable OpenCall call = ledger.attachment(event.call());
    if (call != null) {
      setRunning(call, event.time(), false);
      if (event.outputTokens() > 0) {
        call.made(event.outputTokens(), event.receiver() == JoulebookBridge.AT_LEAST);
      }
      if (event.size() != JoulebookBridge.UNKNOWN_SIZE) {
        call.resize(CallSize.of(event.size()));
      }
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

  /** A call has been settled: an end that was never seen has not stopped it. */
  void settled(OpenCall call, long at) {
    setRunning(call, at, false);
    if (call.together().isPresent()) {
      folded.settled(call);
    }
  }
}
