package io.joulebook.benchmarks.accuracy;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;

/**
 * Finds the call that a receipt is for: of its model, begun within 2 ms, and the most alike. What
 * is left over is tried again within 50 ms: a thread that is held up on its way into a call, or
 * between two clocks, is off by that much.
 */
final class Matching {
  static final long WITHIN_NANOS = 2_000_000;
  static final long HELD_UP_NANOS = 50_000_000;

  private final List<TrueCall> calls;
  private final List<Pair> pairs;
  private final BitSet taken = new BitSet();

  /** A call and its receipt. */
  record Pair(TrueCall call, Billed receipt) {}

  private Matching(List<TrueCall> calls, List<Pair> pairs) {
    this.calls = calls;
    this.pairs = pairs;
  }

  static List<Pair> of(List<TrueCall> calls, List<Billed> receipts) {
    List<Pair> pairs = new ArrayList<>();
    for (Model model : Model.values()) {
      Matching matching = new Matching(callsOf(model, calls), pairs);
      matching.match(matching.match(receiptsOf(model, receipts), WITHIN_NANOS), HELD_UP_NANOS);
    }
    return pairs;
  }

  private static List<TrueCall> callsOf(Model model, List<TrueCall> calls) {
    return calls.stream()
        .filter(call -> call.model() == model)
        .sorted(Comparator.comparingLong(TrueCall::begin))
        .toList();
  }

  private static List<Billed> receiptsOf(Model model, List<Billed> receipts) {
    return receipts.stream()
        .filter(receipt -> receipt.model().equals(model.label()))
        .sorted(Comparator.comparingLong(Billed::begin))
        .toList();
  }

  /** The receipts, in the order of their begin, that no call is found for. */
  private List<Billed> match(List<Billed> receipts, long within) {
    List<Billed> left = new ArrayList<>();
    int first = 0;
    for (Billed receipt : receipts) {
      while (first < calls.size() && calls.get(first).begin() < receipt.begin() - within) {
        first++;
      }
      if (!match(receipt, first, receipt.begin() + within)) {
        left.add(receipt);
      }
    }
    return left;
  }

  private boolean match(Billed receipt, int first, long latest) {
    int best = -1;
    int i = taken.nextClearBit(first);
    while (i < calls.size() && calls.get(i).begin() <= latest) {
      best = best < 0 || apart(i, receipt) < apart(best, receipt) ? i : best;
      i = taken.nextClearBit(i + 1);
    }
    if (best < 0) {
      return false;
    }
    taken.set(best);
    return pairs.add(new Pair(calls.get(best), receipt));
  }

  private long apart(int call, Billed receipt) {
    TrueCall candidate = calls.get(call);
    return Math.abs(candidate.begin() - receipt.begin())
        + Math.abs(candidate.end() - candidate.begin() - receipt.length());
  }
}
