package io.joulebook.agent.ledger;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** A ledger that keeps what it gives out. */
final class RecordedBooks {
  static final String GPU = "GPU-0";
  static final String OTHER_GPU = "GPU-1";
  static final CallClass CALLS = CallClass.of("model", "run", 1);

  final List<SettledInterval> intervals = new ArrayList<>();
  final Map<Long, SettledCall<Long>> calls = new HashMap<>();
  final List<Long> settledTwice = new ArrayList<>();
  final Ledger<Long> ledger;

  /** Books of sensors without a lag. */
  RecordedBooks() {
    this(() -> new Rules(Split::of, new SettlementBalance(), false));
  }

  /** Books by these rules. */
  RecordedBooks(Supplier<Rules> rules) {
    ledger = new Ledger<>((device, i) -> intervals.add(i), this::settled, rules);
  }

  private void settled(SettledCall<Long> call) {
    if (calls.put(call.attachment(), call) != null) {
      settledTwice.add(call.attachment());
    }
  }

  RecordedBooks begin(long call, long at) {
    return begin(call, at, 1);
  }

  RecordedBooks begin(long call, long at, long weight) {
    return begin(call, at, weight, CALLS);
  }

  RecordedBooks begin(long call, long at, long weight, CallClass alike) {
    ledger.begin(call, call, at, List.of(GPU), weight, alike, 1);
    return this;
  }

  RecordedBooks end(long call, long at) {
    ledger.end(call, at, false);
    return this;
  }

  RecordedBooks edge(long at, long micros) {
    ledger.edge(GPU, new Edge(at, micros, 0));
    return this;
  }

  RecordedBooks open(long at) {
    ledger.openAt(GPU, at, 0);
    return this;
  }

  long microsOf(long call) {
    return calls.get(call).shares().stream()
        .mapToLong(share -> share.activeMicros() + share.baseMicros())
        .sum();
  }

  long receipts() {
    return calls.keySet().stream().mapToLong(this::microsOf).sum();
  }

  long requests() {
    return intervals.stream().mapToLong(SettledInterval::requests).sum();
  }

  long measured() {
    return intervals.stream().mapToLong(SettledInterval::measured).sum();
  }

  long idle() {
    return intervals.stream().mapToLong(SettledInterval::idle).sum();
  }

  long unattributed() {
    return intervals.stream().mapToLong(SettledInterval::unattributed).sum();
  }
}
