package io.joulebook.agent.instrument;

/**
 * Stands for a call whose result does its work while it is read. It is told on the host's threads,
 * in the midst of the host's code: nothing is thrown.
 */
final class Reading {
  private static final long TOLD_EACH_NANOS = 1_000_000;

  private volatile long toldAt;
  private volatile boolean ended;

  /** Something was read of the result. */
  void goesOn() {
    long now = System.nanoTime();
    if (!ended && now - toldAt >= TOLD_EACH_NANOS) {
      toldAt = now;
      try {
        JoulebookBridge.piece(this, null, false);
      } catch (Throwable untold) {
        return;
      }
    }
  }

  /** The result was read to its end, has failed or was given up. */
  void ends(boolean failed) {
    if (!ended) {
      ended = true;
      try {
        JoulebookBridge.finish(this, failed);
      } catch (Throwable untold) {
        return; // it ends when this is collected
      }
    }
  }
}
