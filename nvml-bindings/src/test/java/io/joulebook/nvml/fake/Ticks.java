package io.joulebook.nvml.fake;

/**
 * When the sensors of a fake GPU tick: on a grid, each tick late by a pseudo-random amount of its
 * own that depends on nothing but its number.
 *
 * @param period nanoseconds from one tick to the next, above 0
 * @param phase a time on the grid
 * @param jitter the latest that a tick may be; what is not less than the period is cut
 */
public record Ticks(long period, long phase, long jitter) {
  /** When a tick comes. */
  public long time(long tick) {
    return phase + tick * period + lateness(tick);
  }

  /** The number of the last tick at or before a time. */
  public long lastAt(long time) {
    long tick = Math.floorDiv(time - phase, period);
    return time(tick) <= time ? tick : tick - 1;
  }

  // splitmix64, as in fake_nvml.c.
  private long lateness(long tick) {
    if (jitter <= 0) {
      return 0;
    }
    long z = (tick + 1) * 0x9e3779b97f4a7c15L;
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return Long.remainderUnsigned(z ^ (z >>> 31), Math.min(jitter, period - 1) + 1);
  }
}
