package io.joulebook.benchmarks.accuracy;

import io.joulebook.nvml.fake.Ticks;

/** What a counter shows at any time, worked out from the true power; not rounded to millijoules. */
final class CounterModel {
  private static final double JOULES_PER_PICOJOULE = 1e-12;

  private final Steps power;
  private final Sensor sensor;
  private final Ticks ticks;
  private final long firstTick;
  private final double[] windowed;

  /** For times in this span; what it shows is counted from an arbitrary point. */
  CounterModel(Steps power, Sensor sensor, long from, long to) {
    this.power = power;
    this.sensor = sensor;
    ticks = sensor.ticks();
    firstTick = lastSeen(from);
    windowed = sensor.window().isZero() ? new double[0] : windowed(lastSeen(to));
  }

  private double[] windowed(long lastTick) {
    double[] sums = new double[(int) (lastTick - firstTick) + 1];
    double factor = (double) ticks.period() / sensor.window().toNanos();
    for (int i = 1; i < sums.length; i++) {
      long at = ticks.time(firstTick + i);
      sums[i] = sums[i - 1] + factor * power.integral(at - sensor.window().toNanos(), at);
    }
    return sums;
  }

  /** The number of the last tick that is shown at a time. */
  long lastSeen(long time) {
    return ticks.lastAt(time - sensor.lag().toNanos());
  }

  /** When a tick shows. */
  long seenAt(long tick) {
    return ticks.time(tick) + sensor.lag().toNanos();
  }

  double joules(long time) {
    return joulesAtTick(lastSeen(time));
  }

  double joulesAtTick(long tick) {
    double picojoules =
        windowed.length == 0
            ? power.integral(ticks.time(tick))
            : windowed[(int) (tick - firstTick)];
    return sensor.gain() * picojoules * JOULES_PER_PICOJOULE;
  }
}
