package io.joulebook.agent.whole;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** Waits for something to happen, generously: a slow machine is not a failure. */
final class Patience {
  private static final Duration LONGEST = Duration.ofMinutes(1);
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  private Patience() {}

  /** What the probe gives as soon as it is not null. */
  static <T> T await(Callable<T> probe, Supplier<String> otherwise) throws Exception {
    return await(LONGEST, probe, otherwise);
  }

  /** The same for what comes by chance, and sooner or later must. */
  static <T> T await(Duration longest, Callable<T> probe, Supplier<String> otherwise)
      throws Exception {
    long deadline = System.nanoTime() + longest.toNanos();
    while (System.nanoTime() < deadline) {
      T found = probe.call();
      if (found != null) {
        return found;
      }
      LockSupport.parkNanos(PAUSE_NANOS);
    }
    throw new AssertionError(otherwise.get());
  }
}
