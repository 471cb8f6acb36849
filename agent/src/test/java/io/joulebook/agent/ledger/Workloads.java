package io.joulebook.agent.ledger;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.IntSupplier;

/** Calls of simulated servers. The same each time. */
final class Workloads {
  static final int HEAVY = 0;
  static final int LIGHT = 1;

  final Random random = new Random(7);
  final List<TrueCall> calls = new ArrayList<>();
  final double seconds;

  Workloads(double seconds) {
    this.seconds = seconds;
  }

  /** Threads that each make one call after the other, of random length and kind. */
  Workloads threads(int threads, double shortest, double longest, double pause, IntSupplier kind) {
    for (int thread = 0; thread < threads; thread++) {
      double now = 1 + random.nextDouble() * longest;
      while (now < seconds) {
        double length = shortest + random.nextDouble() * (longest - shortest);
        calls.add(new TrueCall(kind.getAsInt(), now, now + length));
        now += length + random.nextDouble() * 2 * pause;
      }
    }
    return this;
  }

  Workloads mixedThreads(int threads, double shortest, double longest, double pause) {
    return threads(threads, shortest, longest, pause, () -> random.nextInt(2));
  }

  /** Calls of a length that begin at random. */
  Workloads arrivals(double perSecond, double length) {
    double now = 1;
    while (now < seconds) {
      now += -Math.log(1 - random.nextDouble()) / perSecond;
      calls.add(new TrueCall(HEAVY, now, now + length));
    }
    return this;
  }

  /** One call after the other, with pauses that vary a little. */
  Workloads oneByOne(double length, double pause, double jitter) {
    for (double now = 1; now < seconds; now += length + pause + jitter * random.nextDouble()) {
      calls.add(new TrueCall(HEAVY, now, now + length));
    }
    return this;
  }

  Workloads one(int kind, double begin, double end) {
    calls.add(new TrueCall(kind, begin, end));
    return this;
  }
}
