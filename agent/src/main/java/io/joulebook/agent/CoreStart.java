package io.joulebook.agent;

import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Starts the core, once, on its own daemon thread: when a hooked library shows up, else a while
 * after the JVM has started, so that a short-lived process never pays for it. Thread-safe.
 */
final class CoreStart implements Runnable {
  /** How long a process without any hooked class may live before the core starts anyway. */
  private static final long UNHURRIED_SECONDS = 5;

  /** How long the load of a hooked class may be held up while the core gets ready. */
  private static final long WEAVER_SECONDS = 5;

  private final Instrumentation instrumentation;
  private final String options;
  private final boolean attached;
  private final CountDownLatch wanted = new CountDownLatch(1);
  private final CountDownLatch ready = new CountDownLatch(1);
  private final CountDownLatch loggingSetUp = new CountDownLatch(1);
  private final Thread thread = new Thread(null, this, "joulebook-ledger", 0, false);
  private boolean started;
  private volatile @Nullable ClassFileTransformer weaver;

  CoreStart(Instrumentation instrumentation, String options, boolean attached) {
    this.instrumentation = instrumentation;
    this.options = options;
    this.attached = attached;
    thread.setDaemon(true);
    thread.setContextClassLoader(null);
    if (attached) {
      loggingSetUp.countDown();
    }
  }

  /** Starts the core now. */
  void begin() {
    wanted.countDown();
    beginLater();
  }

  /** Starts the core after a while, or as soon as {@link #begin} asks for it. */
  synchronized void beginLater() {
    if (!started) {
      started = true;
      thread.start();
    }
  }

  /** Tells the core that the host has initialised java.util.logging, so that it may be touched. */
  void loggingIsSetUp() {
    loggingSetUp.countDown();
  }

  /** What weaves hooked classes; null while the core is not ready, or if it failed to start. */
  @Nullable ClassFileTransformer weaver() {
    return weaver;
  }

  /** Waits a bounded moment for the core; null if it does not get ready in time. */
  @Nullable ClassFileTransformer awaitWeaver() {
    begin();
    if (Thread.currentThread() == thread) {
      return null;
    }
    try {
      return ready.await(WEAVER_SECONDS, TimeUnit.SECONDS) ? weaver : null;
    } catch (InterruptedException meantForTheApplication) {
      Thread.currentThread().interrupt();
      return weaver;
    }
  }

  @Override
  public void run() {
    try {
      awaitReason();
      Object core = CoreLoader.create(instrumentation, options);
      weaver = (ClassFileTransformer) core;
      ready.countDown();
      run(core);
    } catch (Throwable failure) {
      weaver = null;
      Throwable cause = failure.getCause() == null ? failure : failure.getCause();
      System.err.println("[joulebook] stopped, the application runs on without it: " + cause);
    } finally {
      ready.countDown();
    }
  }

  // After a while without a hooked class the core starts all the same: people may look at metrics.
  private void awaitReason() throws InterruptedException {
    if (attached || wanted.await(UNHURRIED_SECONDS, TimeUnit.SECONDS)) {
      wanted.countDown();
    }
  }

  // The core lives in another class loader: only the JDK's own types are known to both sides.
  @SuppressWarnings("unchecked")
  private void run(Object core) {
    ((BiConsumer<CountDownLatch, CountDownLatch>) core).accept(loggingSetUp, wanted);
  }
}
