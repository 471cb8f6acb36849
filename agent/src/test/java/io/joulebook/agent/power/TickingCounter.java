package io.joulebook.agent.power;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/** An energy counter that ticks when a test says, a millijoule a tick, and knows when it did. */
final class TickingCounter {
  static final long MICROS_PER_TICK = 1_000;

  private final List<Long> ticks = new ArrayList<>();
  private LongSupplier step;

  /** Its first tick is at this time, each other a step after the one before. */
  TickingCounter(long first, LongSupplier step) {
    ticks.add(first);
    this.step = step;
  }

  /** From the next tick on the steps are others. */
  void step(LongSupplier other) {
    step = other;
  }

  /** All ticks not yet made come so much later. */
  void jump(long nanos) {
    ticks.add(ticks.get(ticks.size() - 1) + step.getAsLong() + nanos);
  }

  /** How many ticks there were up to this time. */
  int ticksUntil(long time) {
    while (ticks.get(ticks.size() - 1) <= time) {
      ticks.add(ticks.get(ticks.size() - 1) + step.getAsLong());
    }
    int count = ticks.size();
    while (count > 0 && ticks.get(count - 1) > time) {
      count--;
    }
    return count;
  }

  /** When the last tick up to this time was. */
  long lastTick(long time) {
    return ticks.get(ticksUntil(time) - 1);
  }

  long micros(long time) {
    return 10_000 * MICROS_PER_TICK + ticksUntil(time) * MICROS_PER_TICK;
  }
}
