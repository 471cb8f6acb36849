package io.joulebook.benchmarks.simulation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.function.Consumer;

/**
 * Makes the calls of a run: threads that call again and again, arrivals at random, single calls.
 * All times in seconds.
 */
final class Traffic {
  static final int HEAVY = 0;
  static final int LIGHT = 1;

  /** When the load begins. */
  static final double LEAD_IN = 6;

  private static final double HEAVY_WATTS = 250;
  private static final double LIGHT_WATTS = 25;

  final Random random;
  final double from;
  final double until;
  private final List<SimulatedCall> calls = new ArrayList<>();
  private double[] watts = {HEAVY_WATTS, LIGHT_WATTS};
  private double[] wattsPerSize = {0, 0};
  private double[] halfAt = {Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY};
  private double[] lateBegin = new double[watts.length];
  private double[] lateEnd = new double[watts.length];

  Traffic(long seed, double from, double until) {
    random = new Random(seed);
    this.from = from;
    this.until = until;
  }

  List<SimulatedCall> calls() {
    return calls;
  }

  /** What a call of each model draws. */
  Traffic models(double... watts) {
    this.watts = watts;
    wattsPerSize = new double[watts.length];
    halfAt = new double[watts.length];
    Arrays.fill(halfAt, Double.POSITIVE_INFINITY);
    lateBegin = new double[watts.length];
    lateEnd = new double[watts.length];
    return this;
  }

  /** A call draws so much more for each item or token. */
  Traffic perSize(int model, double watts) {
    wattsPerSize[model] = watts;
    return this;
  }

  /** The same, but less and less: half of it at that size. */
  Traffic perSize(int model, double watts, double half) {
    halfAt[model] = half;
    return perSize(model, watts);
  }

  /** Work on the device begins so long after the call, and ends so long after it. */
  Traffic offset(int model, double begin, double end) {
    lateBegin[model] = begin;
    lateEnd[model] = end;
    return this;
  }

  /** Which model is called next, and how long the call takes. */
  interface Choice {
    int model(Traffic traffic, int heavyInFlight);
  }

  static final Choice HEAVY_ONLY = (traffic, heavy) -> HEAVY;
  static final Choice LIGHT_ONLY = (traffic, heavy) -> LIGHT;

  /** Either, but never more heavy ones at a time than the device's limit allows. */
  static Choice mixed(int heavyAtMost) {
    return (traffic, heavy) -> heavy < heavyAtMost && traffic.random.nextBoolean() ? HEAVY : LIGHT;
  }

  double between(double least, double most) {
    return least + random.nextDouble() * (most - least);
  }

  private record Turn(double at, int thread, boolean begins, int model) {}

  /** Threads that each make one call after the other, with pauses. */
  Traffic threads(
      int threads, Choice choice, double shortest, double longest, double least, double most) {
    PriorityQueue<Turn> turns = new PriorityQueue<>((a, b) -> Double.compare(a.at, b.at));
    for (int thread = 0; thread < threads; thread++) {
      turns.add(new Turn(from + between(0, Math.max(most, 1e-3)), thread, true, HEAVY));
    }
    int heavy = 0;
    for (Turn turn = turns.remove(); ; turn = turns.remove()) {
      if (turn.begins) {
        if (turn.at < until) {
          int model = choice.model(this, heavy);
          heavy += model == HEAVY ? 1 : 0;
          double end = Math.min(until, turn.at + between(shortest, longest));
          call(model, 1, turn.at, end);
          turns.add(new Turn(end, turn.thread, false, model));
        }
      } else {
        heavy -= turn.model == HEAVY ? 1 : 0;
        double next = turn.at + between(least, most) + 2e-5 * random.nextDouble();
        turns.add(new Turn(next, turn.thread, true, HEAVY));
      }
      if (turns.isEmpty()) {
        return this;
      }
    }
  }

  /** Calls that come at random, however many there are already. */
  Traffic arrivals(int model, double perSecond, double shortest, double longest) {
    return each(perSecond, at -> call(model, 1, at, at + between(shortest, longest)));
  }

  /** Something that happens at random. */
  Traffic each(double perSecond, Consumer<Double> what) {
    for (double at = from; ; ) {
      at += -Math.log(1 - random.nextDouble()) / perSecond;
      if (at >= until) {
        return this;
      }
      what.accept(at);
    }
  }

  Traffic call(int model, long size, double begin, double end) {
    double late = Math.min(lateBegin[model], 0.9 * (end - begin));
    calls.add(
        new SimulatedCall(
            model,
            size,
            nanos(begin),
            nanos(end),
            nanos(begin + late),
            nanos(end + lateEnd[model]),
            watts[model] + wattsPerSize[model] * size / (1 + size / halfAt[model])));
    return this;
  }

  static long nanos(double seconds) {
    return Math.round(seconds * 1e9);
  }
}
