package io.joulebook.benchmarks.accuracy;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Replays a trace, and knows what each call used: between two changes all powers are constant, so a
 * call's energy is the difference of a running total at its end and at its begin.
 */
final class TrueEnergy {
  private static final double JOULES_PER_PICOJOULE = 1e-12;

  private final Truth truth;
  private final InFlight inFlight = new InFlight();
  private final Map<Model, Double> activePerCall = new EnumMap<>(Model.class);
  private final Map<Integer, Mark> open = new HashMap<>();
  private double basePerCall;
  private long time;

  private record Mark(long time, double active, double base) {}

  private TrueEnergy(Truth truth) {
    this.truth = truth;
  }

  /** All calls that ended, in the order of their numbers. */
  static List<TrueCall> of(Trace trace, Truth truth) {
    Map<Integer, TrueCall> calls = new TreeMap<>();
    int gpus = trace.changes().stream().mapToInt(Change::gpu).max().orElse(0) + 1;
    for (int gpu = 0; gpu < gpus; gpu++) {
      TrueEnergy replay = new TrueEnergy(truth);
      trace.on(gpu).forEach(change -> replay.take(change, calls));
    }
    return List.copyOf(calls.values());
  }

  private void take(Change change, Map<Integer, TrueCall> done) {
    advance(change.time());
    if (change.begin()) {
      open.put(change.call(), new Mark(time, active(change.model()), basePerCall));
    } else {
      done.merge(change.call(), ended(change), TrueCall::plus);
    }
    inFlight.take(change.model(), change.begin());
  }

  private TrueCall ended(Change change) {
    Mark begin = open.remove(change.call());
    if (begin == null) {
      throw new IllegalArgumentException("call " + change.call() + " ends before it begins");
    }
    return new TrueCall(
        change.model(),
        begin.time,
        time,
        (active(change.model()) - begin.active) * JOULES_PER_PICOJOULE,
        (basePerCall - begin.base) * JOULES_PER_PICOJOULE);
  }

  private double active(Model model) {
    return activePerCall.getOrDefault(model, 0.0);
  }

  private void advance(long to) {
    if (inFlight.all() > 0) {
      long length = to - time;
      basePerCall += (double) truth.baseMilliwatts() * length / inFlight.all();
      for (Model model : Model.values()) {
        if (inFlight.of(model) > 0) {
          activePerCall.merge(model, truth.dueTo(model, inFlight) * length, Double::sum);
        }
      }
    }
    time = to;
  }
}
