package io.joulebook.agent.runtime;

import io.joulebook.agent.instrument.CallSize;
import io.joulebook.agent.ledger.Ledger;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Calls that came faster than they could be told apart: the bridge has counted them by model, and
 * summed the times of their begins and ends. Their number is exact, and so is how long they were in
 * flight in each turn, which is what the ledger shares energy by. Belongs to the ledger's thread.
 */
/*
 * Of calls that began at b and ended at e, of which n are in flight at t, the time in flight up to t
 * is sum(e) - sum(b) + n t. Its difference between two turns, over the time between them, is the mean
 * number in flight. The sums are modulo 2^64: only their difference has to fit.
 */
final class FoldedCalls {
  /** Calls that go on for longer have what they used so far on a receipt of no calls. */
  private static final long OPEN_AT_MOST = Duration.ofMinutes(1).toNanos();

  private static final CallSize ONE = CallSize.of(1);
  private static final OpenCall.Together NONE = new OpenCall.Together(0, 0, 0);

  private final Ledger<OpenCall> ledger;
  private final Map<MeteredModel, Group> groups = new HashMap<>();
  private long lastTurn;
  private long next = Long.MIN_VALUE;

  FoldedCalls(Ledger<OpenCall> ledger, long now) {
    this.ledger = ledger;
    lastTurn = now;
  }

  private static final class Group {
    private long inFlight;
    private long ended;
    private long failed;
    private long items;
    private long tokens;
    private long output;
    private long times;
    private long counted;
    private long nanos;
    private @Nullable OpenCall open;
    private long number;
    private long openedAt;
  }

  /** Takes what a lane has folded of a model's calls, as {@code JoulebookBridge.takeFolds} says. */
  void add(MeteredModel model, long[] fold) {
    Group group = groups.computeIfAbsent(model, m -> new Group());
    group.inFlight += fold[2] - fold[4];
    group.times += fold[5] - fold[3];
    group.ended += fold[4];
    group.failed += fold[6];
    group.items += fold[7];
    group.tokens += fold[8];
    group.output += fold[9];
  }

  /** Tells the ledger what was in flight since the last turn. */
  void turn(long now) {
    if (!groups.isEmpty()) {
      groups.forEach((model, group) -> turn(model, group, now));
      groups.values().removeIf(group -> group.inFlight == 0 && group.open == null);
    }
    lastTurn = now;
  }

  private void turn(MeteredModel model, Group group, long now) {
    if (group.open == null && group.inFlight <= 0 && group.ended == 0) {
      return; // an end was told of before its begin
    }
    long inFlight = Math.max(0, group.times + group.inFlight * now - group.counted);
    group.counted += inFlight;
    group.nanos += inFlight;
    long length = Math.max(1, now - lastTurn);
    long count = Math.max(1, (inFlight + length - 1) / length);
    if (group.open == null) {
      OpenCall open = new OpenCall(model, ONE, Optional.empty(), Optional.empty());
      open.standsFor(NONE, CallSize.of(0, 0));
      group.open = open;
      group.number = next++;
      group.openedAt = now;
      ledger.beginGroup(group.number, open, lastTurn, model.runsOn(), count, model.callClass(ONE));
    } else {
      ledger.weigh(group.number, lastTurn, count);
    }
    ledger.weigh(group.number, lastTurn + inFlight / count, 0);
    if (group.ended > 0 || now - group.openedAt > OPEN_AT_MOST) {
      settle(ledger, group, group.open, now);
    }
  }

  private static void settle(Ledger<OpenCall> ledger, Group group, OpenCall open, long now) {
    open.standsFor(
        new OpenCall.Together(group.ended, group.failed, group.nanos),
        CallSize.of(group.items, group.tokens));
    if (group.output > 0) {
      open.made(group.output, true); // how many said nothing is not known
    }
    ledger.end(group.number, now, false);
    group.open = null;
    group.ended = 0;
    group.failed = 0;
    group.items = 0;
    group.tokens = 0;
    group.output = 0;
    group.nanos = 0;
  }

  /**
   * The ledger has settled calls. Those that last longer than any may it gives up by itself: what
   * they used so far has a receipt, and they are counted when they end.
   */
  void settled(OpenCall call) {
    for (Group group : groups.values()) {
      group.open = group.open == call ? null : group.open;
    }
  }
}
