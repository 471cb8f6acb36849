package io.joulebook.agent.ledger;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/**
 * Hands an interval's energy to the calls in flight: active energy to the classes by learned power
 * and virtual time, and within a class by weight; base power by equal shares of each moment. What
 * each call's share may be off by goes with it.
 */
final class Allocator {
  private final List<Segment> begun = new ArrayList<>();
  private final List<Segment> ended = new ArrayList<>();
  private final ArrayDeque<DeviceShare> finished = new ArrayDeque<>();
  private final RunningTotal base = new RunningTotal();
  private final SettlementBalance balance;

  /** Nanoseconds of the device that a call in flight since it was opened would have had. */
  private long occupied;

  Allocator(SettlementBalance balance) {
    this.balance = balance;
  }

  void begins(Segment segment) {
    begun.add(segment);
  }

  void ends(Segment segment) {
    ended.add(segment);
  }

  void finishes(DeviceShare share) {
    finished.add(share);
  }

  /**
   * Everything that has come to the calls by way of shares: settled, held, accrued, and the
   * remainder.
   */
  long total(IntervalActivity load) {
    FixedPoint total = balance.total().plus(base.accrued());
    for (ClassAccount calls : load.present()) {
      total = total.plus(calls.active.accrued());
    }
    return total.whole();
  }

  /** Shares out an interval that ends now, and closes it. */
  void close(IntervalActivity load, Split split, Learning learning, Uncertainty uncertainties) {
    shareActive(load, split.active(), learning, uncertainties);
    FixedPoint energy = balance.withRemainder(split.base());
    balance.sweep(base.share(energy, load.baseSum()));
    begun.forEach(this::begin);
    ended.forEach(this::end);
    uncertainties.ofBase(split.base(), load);
    ended.forEach(segment -> uncertainties.ofEnd(segment, load));
    begun.forEach(segment -> uncertainties.ofBegin(segment, load));
    IntervalActivity.Mark last = load.mark();
    load.present().forEach(calls -> calls.endInterval(last.virtual()));
    base.endInterval(last.baseTime());
    occupied += last.occupied();
  }

  private void shareActive(
      IntervalActivity load, long micros, Learning learning, Uncertainty uncertainties) {
    FixedPoint energy = balance.withRemainder(micros);
    FixedPoint left = energy;
    PowerModel model = learning.model();
    double whole = 0;
    for (ClassAccount calls : load.present()) {
      whole += model.due(calls);
    }
    for (ClassAccount calls : load.present()) {
      double part = whole > 0 ? model.due(calls) / whole : 0;
      FixedPoint its = energy.part(part).atMost(left);
      left = left.minus(its).plus(calls.active.share(its, calls.units()));
      uncertainties.ofClass(calls, its.doubleValue(), micros, load);
    }
    balance.sweep(left);
  }

  private void begin(Segment segment) {
    RunningTotal active = segment.calls.active;
    segment.activeAtBegin = active.at(segment.begin.virtual());
    segment.baseAtBegin = base.at(segment.begin.baseTime());
    segment.occupiedAtBegin = occupied + segment.begin.occupied();
    segment.uncertaintyAtBegin = segment.calls.uncertaintyAt(segment.begin.virtual());
    segment.varianceAtBegin = segment.calls.varianceAt(segment.begin.virtual());
    active.begin(segment.weight, segment.activeAtBegin);
    base.begin(segment.count, segment.baseAtBegin);
  }

  private void end(Segment segment) {
    RunningTotal active = segment.calls.active;
    FixedPoint activeAtEnd = active.at(segment.end.virtual());
    FixedPoint baseAtEnd = base.at(segment.end.baseTime());
    segment.share.add(
        segment,
        balance.hold(active.end(segment.weight, segment.activeAtBegin, activeAtEnd)),
        balance.hold(base.end(segment.count, segment.baseAtBegin, baseAtEnd)));
    long each = occupied + segment.end.occupied() - segment.occupiedAtBegin;
    segment.share.addTime(segment.count * each);
    double uncertainty =
        segment.calls.uncertaintyAt(segment.end.virtual()) - segment.uncertaintyAtBegin;
    double variance = segment.calls.varianceAt(segment.end.virtual()) - segment.varianceAtBegin;
    double weight = segment.weight;
    segment.share.addUncertainty(weight * uncertainty, weight * weight * variance);
  }

  /** Settles the calls whose last segment has been closed. */
  void settle(long outageIntervals, double outageMicros) {
    begun.clear();
    ended.clear();
    // Whatever a settlement throws, none is settled twice.
    for (DeviceShare share = finished.poll(); share != null; share = finished.poll()) {
      share.settle(
          balance.settle(share.active()),
          balance.settle(share.base()),
          outageIntervals,
          outageMicros);
    }
  }
}
