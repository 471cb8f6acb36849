package io.joulebook.agent.runtime;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * What the thread that ends the JVM and the one that keeps the books tell each other. All is asked
 * for in terms of turns of the books, so that a machine with no time for them ends nothing early.
 * Thread-safe.
 */
final class Shutdown {
  /** So long without a call, and a JVM that ends is taken to serve no more. */
  private static final long QUIET_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private static final long LOOK_AGAIN_MILLIS = 20;

  /** A host that goes on serving for longer than anybody waits has its calls settled so often. */
  private static final long SETTLE_AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

  private final CountDownLatch settled = new CountDownLatch(1);
  private volatile long lookUntil;
  private volatile long activeAt;
  private volatile long seenAt;
  private volatile long limit;
  private long settledAt;
  private volatile boolean asked;
  private volatile boolean over;

  /**
   * An end that nobody has asked for yet.
   *
   * @param lookUntil how long calls may wait for it to be known which devices there are, as {@link
   *     System#nanoTime}
   */
  Shutdown(long lookUntil) {
    this.lookUntil = lookUntil;
    activeAt = System.nanoTime();
    seenAt = activeAt;
    settledAt = activeAt;
  }

  /**
   * Asks for the end, and waits until what has ended so far is settled and no call has been seen
   * for a moment.
   *
   * @param millis how long at most; half of it may go to finding the devices
   * @param wake wakes the thread that keeps the books
   */
  void await(long millis, Runnable wake) throws InterruptedException {
    long began = System.nanoTime();
    limit = began + TimeUnit.MILLISECONDS.toNanos(millis);
    lookUntil = Math.min(lookUntil, began + TimeUnit.MILLISECONDS.toNanos(millis / 2));
    asked = true;
    wake.run();
    settled.await(millis, TimeUnit.MILLISECONDS);
    while (isActive(began) && System.nanoTime() - limit < 0) {
      Thread.sleep(LOOK_AGAIN_MILLIS);
    }
  }

  private boolean isActive(long since) {
    return !over && (seenAt - since < QUIET_NANOS || seenAt - activeAt < QUIET_NANOS);
  }

  boolean isAsked() {
    return asked;
  }

  /**
   * Whether what has ended is to be settled now, without waiting for the sensor: the host makes no
   * calls any more, or nobody waits for longer. While it drains, its calls are metered as ever.
   *
   * @param active when a call was last noted or in flight
   */
  boolean mustSettle(long now, long active) {
    boolean quiet = now - active >= QUIET_NANOS;
    boolean late = now - limit > 0 && now - settledAt >= SETTLE_AGAIN_NANOS;
    if (!asked || (!quiet && !late)) {
      return false;
    }
    settledAt = now;
    return true;
  }

  /** Whether calls are to be settled though it is not known which devices there are. */
  boolean isTooLateToLook(long now) {
    return now - lookUntil > 0;
  }

  /** The books have taken all that was noted, and calls were last noted or in flight then. */
  void seen(long now, long active) {
    activeAt = active;
    seenAt = now;
  }

  /** All that had ended when the end was asked for is settled. */
  void settled() {
    settled.countDown();
  }

  /** The books are kept no more. */
  void over() {
    over = true;
    settled.countDown();
  }
}
