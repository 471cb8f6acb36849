package io.joulebook.agent.runtime;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;

/**
 * Says when {@code java.util.logging} may be touched, as the JDK's TLS does: once the host has
 * initialised it, or after a while where it does not seem to; never before where it has announced a
 * log manager of its own. Used by the ledger's thread.
 */
final class LoggingGate {
  private static final long PATIENCE = Duration.ofSeconds(10).toNanos();
  private static final long LONG_PATIENCE = Duration.ofSeconds(30).toNanos();

  private final CountDownLatch loggingIsSetUp;
  private final long since = System.nanoTime();

  /** The latch opens when the host has initialised java.util.logging. */
  LoggingGate(CountDownLatch loggingIsSetUp) {
    this.loggingIsSetUp = loggingIsSetUp;
  }

  boolean isOpen(long now) {
    boolean open =
        loggingIsSetUp.getCount() == 0 || (now - since >= PATIENCE && !isManagerAnnounced());
    if (!open && now - since >= LONG_PATIENCE) {
      Console.say(
          "live grid feeds and TLS wait until the host has set up its log manager, so that it gets"
              + " its own");
    }
    return open;
  }

  private static boolean isManagerAnnounced() {
    return System.getProperty("java.util.logging.manager") != null
        || System.getenv("JBOSS_HOME") != null;
  }
}
