package io.joulebook.nvml.fake;

import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import java.util.function.LongUnaryOperator;

/**
 * The true power of one fake GPU: constant between breakpoints, each with the energy up to it.
 *
 * <p>A ring of the last 262 144 breakpoints, exact to the picojoule. Writers and the library's
 * sensors take the same lock, and read the clock under it, so that no reading can later be
 * contradicted. Thread-safe, and safe between processes.
 */
final class PowerHistory {
  private static final long SECOND = 1_000_000_000L;
  private static final long PICOJOULES_PER_MICROJOULE = 1_000_000L;
  private static final int TIME = 0;
  private static final int MICROJOULES = 8;
  private static final int PICOJOULES = 16;
  private static final int MILLIWATTS = 24;

  private final StateFile state;
  private final int gpu;
  private final LongSupplier clock;

  PowerHistory(StateFile state, int gpu, LongSupplier clock) {
    this.state = state;
    this.gpu = gpu;
    this.clock = clock;
  }

  void begin(long microjoules, long milliwatts) {
    append(clock.getAsLong(), microjoules, 0, milliwatts);
  }

  /** Changes the power from now on, and says since when. */
  long change(LongUnaryOperator milliwatts) {
    lock();
    try {
      int newest = at(head() - 1);
      long now = Math.max(clock.getAsLong(), state.getLong(newest + TIME));
      long power = milliwatts.applyAsLong(state.getLong(newest + MILLIWATTS));
      long picojoules = picojoulesBeyond(newest, now);
      append(
          now,
          wholeMicrojoules(newest, now) + picojoules / PICOJOULES_PER_MICROJOULE,
          picojoules % PICOJOULES_PER_MICROJOULE,
          power);
      return now;
    } finally {
      unlock();
    }
  }

  long milliwatts() {
    return state.getLong(at(head() - 1) + MILLIWATTS);
  }

  /** The energy up to a time, rounded down. */
  long microjoules(long time) {
    lock();
    try {
      int from = at(indexAt(time));
      return wholeMicrojoules(from, time)
          + Math.floorDiv(picojoulesBeyond(from, time), PICOJOULES_PER_MICROJOULE);
    } finally {
      unlock();
    }
  }

  /** Does something while no sensor is read and no power changed. */
  void whileNothingHappens(Runnable action) {
    lock();
    try {
      action.run();
    } finally {
      unlock();
    }
  }

  private void append(long time, long microjoules, long picojoules, long milliwatts) {
    int slot = at(head());
    state.putLong(slot + TIME, time);
    state.putLong(slot + MICROJOULES, microjoules);
    state.putLong(slot + PICOJOULES, picojoules);
    state.putLong(slot + MILLIWATTS, milliwatts);
    state.putLong(gpu + StateFile.HEAD, head() + 1);
  }

  /** The whole seconds since the breakpoint, apart, so that hours at kilowatts do not overflow. */
  private long wholeMicrojoules(int from, long time) {
    long seconds = (time - state.getLong(from + TIME)) / SECOND;
    return state.getLong(from + MICROJOULES) + seconds * state.getLong(from + MILLIWATTS) * 1000;
  }

  private long picojoulesBeyond(int from, long time) {
    long nanoseconds = (time - state.getLong(from + TIME)) % SECOND;
    return state.getLong(from + PICOJOULES) + nanoseconds * state.getLong(from + MILLIWATTS);
  }

  private long indexAt(long time) {
    long low = Math.max(0, head() - StateFile.BREAKPOINTS);
    long high = head() - 1;
    while (low < high) {
      long middle = low + (high - low + 1) / 2;
      if (state.getLong(at(middle) + TIME) <= time) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return low;
  }

  private long head() {
    return state.getLong(gpu + StateFile.HEAD);
  }

  private int at(long index) {
    int slot = (int) (index % StateFile.BREAKPOINTS);
    return gpu + StateFile.RING + slot * StateFile.BREAKPOINT_BYTES;
  }

  /** Taken over after a second, from a holder that must have died. */
  private void lock() {
    long deadline = System.nanoTime() + SECOND;
    while (!state.compareAndSetInt(gpu + StateFile.LOCK, 0, 1) && System.nanoTime() < deadline) {
      LockSupport.parkNanos(1_000);
    }
  }

  private void unlock() {
    state.putInt(gpu + StateFile.LOCK, 0);
  }
}
