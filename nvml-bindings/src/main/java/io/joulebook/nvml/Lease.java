package io.joulebook.nvml;

/**
 * The right to enter the library, for a session or for one handle: held until something ends it,
 * and never regained. The first reason stands. Thread-safe; no lock is held on the reading side.
 */
final class Lease {
  private volatile NvmlReturn state = NvmlReturn.Code.SUCCESS;

  /** SUCCESS while it holds, else why it ended. */
  NvmlReturn state() {
    return state;
  }

  boolean holds() {
    return state == NvmlReturn.Code.SUCCESS;
  }

  /** True for the one caller that ended it. */
  synchronized boolean end(NvmlReturn why) {
    boolean held = holds();
    if (held) {
      state = why;
    }
    return held;
  }
}
