package io.joulebook.benchmarks.accuracy;

import java.time.Duration;

/**
 * Calls in step with the sensor: half of each period on, half off.
 *
 * @param beginsAfterTick when in the period each begins
 */
record Square(Duration beginsAfterTick) implements Load {
  private static final long PERIOD = Duration.ofMillis(100).toNanos();

  @Override
  public void run(Served server, long until) {
    long tick = Math.floorDiv(System.nanoTime(), PERIOD) * PERIOD + PERIOD;
    for (; tick < until; tick += PERIOD) {
      long begin = tick + beginsAfterTick.toNanos();
      Served.sleepUntil(begin);
      server.call(Model.HEAVY, begin + PERIOD / 2 - System.nanoTime());
    }
  }
}
