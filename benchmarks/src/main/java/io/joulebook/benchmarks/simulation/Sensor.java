package io.joulebook.benchmarks.simulation;

/**
 * How a device's energy counter shows what it used. Times in seconds.
 *
 * @param period between two updates
 * @param lag how late it shows an update
 * @param tau the time constant of its low pass; 0 for none
 * @param window the part of each period that it sees, before the update; 1 for all
 */
record Sensor(double period, double lag, double tau, double window) {
  static final Sensor H100 = new Sensor(0.1, 0, 0, 1);

  Sensor lag(double seconds) {
    return new Sensor(period, seconds, tau, window);
  }

  Sensor tau(double seconds) {
    return new Sensor(period, lag, seconds, window);
  }

  Sensor window(double part) {
    return new Sensor(period, lag, tau, part);
  }

  /** A counter with updates at that phase of the period, a part of 1. */
  Counter counter(PowerCurve power, double phase, double seconds) {
    return new Counter(this, power, phase, seconds);
  }

  /** What it shows, in whole millijoules. */
  static final class Counter {
    private final long period;
    private final long first;
    private final long lag;
    private final double[] joules;

    private Counter(Sensor sensor, PowerCurve power, double phase, double seconds) {
      period = Traffic.nanos(sensor.period);
      lag = Traffic.nanos(sensor.lag);
      first = Math.round(phase * (double) period);
      joules = new double[(int) (seconds / sensor.period) + 2];
      for (int i = 0; i < joules.length; i++) {
        long at = first + i * period;
        long seen = Math.round(period * sensor.window);
        double before = i == 0 ? 0 : joules[i - 1];
        joules[i] =
            sensor.window == 1
                ? power.seen(at)
                : before + (power.seen(at) - power.seen(at - seen)) / sensor.window;
      }
    }

    /** In microjoules; it has always a million more than the energy since the begin. */
    long micros(long time) {
      long tick = Math.floorDiv(time - lag - first, period);
      double shown = tick < 0 ? 0 : joules[(int) Math.min(tick, joules.length - 1)];
      long millijoules = (long) (shown * 1e3);
      return millijoules * 1000 + 1_000_000;
    }
  }
}
