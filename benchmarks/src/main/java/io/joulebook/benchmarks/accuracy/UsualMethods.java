package io.joulebook.benchmarks.accuracy;

import java.util.List;

/** What the methods in use elsewhere say of the same calls, from the same counter, in joules. */
final class UsualMethods {
  private static final long MARGIN_TICKS = 3;

  private final Steps inFlight;
  private final CounterModel counter;
  private final long from;
  private final long to;

  /** For one GPU, and calls within that span. */
  UsualMethods(List<Change> changes, Truth truth, Sensor sensor, long from, long to) {
    inFlight = Steps.inFlight(from, changes);
    long margin = MARGIN_TICKS * sensor.period().toNanos() + sensor.lag().toNanos();
    counter =
        new CounterModel(Steps.power(from, changes, truth), sensor, from - margin, to + margin);
    this.from = from;
    this.to = to;
  }

  /** The counter's difference between a call's begin and end; under overlap each gets it all. */
  double[] windows(List<TrueCall> calls) {
    return calls.stream()
        .mapToDouble(c -> counter.joules(c.end()) - counter.joules(c.begin()))
        .toArray();
  }

  /** The mean power of the span, times how long the call took. */
  double[] meanPower(List<TrueCall> calls) {
    double watts = (counter.joules(to) - counter.joules(from)) / (to - from);
    return calls.stream().mapToDouble(call -> watts * (call.end() - call.begin())).toArray();
  }

  /** Each tick's energy among the calls in flight since the one before, by their time in it. */
  double[] equalSplit(List<TrueCall> calls) {
    long first = counter.lastSeen(from) - 1;
    int intervals = (int) (counter.lastSeen(to) + 2 - first);
    double[] rate = new double[intervals]; // joules per call and nanosecond
    double[] total = new double[intervals + 1];
    for (int i = 0; i < intervals; i++) {
      long begin = counter.seenAt(first + i);
      long end = counter.seenAt(first + i + 1);
      long callTime = inFlight.integral(begin, end);
      double joules = counter.joulesAtTick(first + i + 1) - counter.joulesAtTick(first + i);
      rate[i] = callTime == 0 ? 0 : joules / callTime;
      total[i + 1] = total[i] + rate[i] * (end - begin);
    }
    return calls.stream()
        .mapToDouble(c -> at(c.end(), first, rate, total) - at(c.begin(), first, rate, total))
        .toArray();
  }

  private double at(long time, long first, double[] rate, double[] total) {
    int i = (int) (counter.lastSeen(time) - first);
    return total[i] + rate[i] * (time - counter.seenAt(first + i));
  }
}
