package io.joulebook.agent;

import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Starts the core on its own daemon thread, when there is a reason: a hooked library shows up,
 * there is a configuration to read, or somebody attached the agent. That the core runs does not
 * mean that the agent is in use: see {@link #inUse}. Thread-safe.
 *
 * <p>A core that fails because the host's heap is full is started anew a few times, in a new class
 * loader: a class whose initialiser failed stays unusable in the old one.
 */
final class CoreStart implements Runnable, Thread.UncaughtExceptionHandler {
  /** How long custom hooks that are named may wait for their classes before the core looks. */
  private static final long CUSTOM_HOOKS_SECONDS = 15;

  /** The pauses before a new start, each twice the last: seven within some two minutes. */
  private static final long FIRST_PAUSE = TimeUnit.SECONDS.toNanos(1);

  private static final long LAST_PAUSE = TimeUnit.SECONDS.toNanos(64);

  /** A core that ran for so long owes nothing to the failures before it. */
  private static final long LONG_LIFE = TimeUnit.MINUTES.toNanos(10);

  private static final long NO_MEMORY_PAUSE = TimeUnit.MILLISECONDS.toNanos(200);
  private static final int STOPS_AT_MOST = 100;

  /** What a core takes to begin with. */
  private static final long MEMORY_AT_LEAST = 8L << 20;

  private static final int PART_OF_SMALL_HEAP = 8;

  /**
   * Nothing may be collected until somebody allocates, so that a heap that looks full need not be:
   * five seconds.
   */
  private static final int MEMORY_LOOKS = 100;

  private static final long MEMORY_LOOK_PAUSE = TimeUnit.MILLISECONDS.toNanos(50);

  /** How long the load of a hooked class may be held up while the core gets ready. */
  private static final long WEAVER_SECONDS = 5;

  private final Instrumentation instrumentation;
  private final String options;
  private final JarContents jar;
  private final CountDownLatch wanted = new CountDownLatch(1);
  private final CountDownLatch inUse = new CountDownLatch(1);
  private final CountDownLatch ready = new CountDownLatch(1);
  private final CountDownLatch loggingSetUp = new CountDownLatch(1);
  private final Thread thread = new Thread(group(), this, "joulebook-ledger", 0, false);
  private boolean started;
  private volatile @Nullable ClassFileTransformer weaver;

  // ---- of the ledger's thread
  private @Nullable AutoCloseable core;
  private @Nullable Throwable failure;
  private int stopsLeft;
  private boolean said;
  private boolean ended;
  private long pause = FIRST_PAUSE;

  CoreStart(Instrumentation instrumentation, String options, JarContents jar) {
    this.instrumentation = instrumentation;
    this.options = options;
    this.jar = jar;
    thread.setDaemon(true);
    thread.setContextClassLoader(null);
    thread.setUncaughtExceptionHandler(this);
  }

  /** Starts the core now. */
  void begin() {
    wanted.countDown();
    start();
  }

  /** Starts the core after a while: custom hooks whose class never comes are to be said. */
  void beginLater() {
    start();
  }

  private synchronized void start() {
    if (!started) {
      started = true;
      try {
        thread.start();
      } catch (Throwable noThread) {
        ready.countDown();
      }
    }
  }

  /**
   * The agent is in use: a class to be metered or a known engine was seen, or somebody attached it.
   * From here on, and in no other case, it opens meters, binds its port and says what it has to
   * say.
   */
  void inUse() {
    inUse.countDown();
    begin();
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

  // With a full heap anything may throw, catching and class loading included: steps are repeated.
  @Override
  public void run() {
    rest(1); // loads what resting takes
    for (boolean goesOn = true; goesOn; ) {
      try {
        goesOn = step();
      } catch (Throwable noMemory) {
        failure = failure == null ? noMemory : failure;
        rest(NO_MEMORY_PAUSE);
      }
    }
  }

  /** Runs a core, or gets over one that failed; whether there is another step. */
  private boolean step() throws Exception {
    Throwable why = failure;
    if (why == null && !ended) {
      runCore();
      return true;
    }
    stopCore();
    if (why == null) {
      return false;
    }
    boolean again = pause <= LAST_PAUSE && CoreFailure.mayPass(why);
    tell(CoreFailure.toldOf(why), again);
    rest(again ? pause : 0);
    pause *= 2;
    said = false;
    failure = null;
    return again;
  }

  /** Runs a core until it ends, and then it is to be stopped. */
  private void runCore() {
    stopsLeft = STOPS_AT_MOST;
    long began = System.nanoTime();
    try {
      initialiseWhatAllAmountsNeed();
      wanted.await(CUSTOM_HOOKS_SECONDS, TimeUnit.SECONDS);
      awaitMemory();
      JoulebookBridge.renew(JoulebookBridge.nextSite());
      Object made = CoreLoader.create(instrumentation, options, jar);
      core = (AutoCloseable) made;
      weaver = (ClassFileTransformer) made;
      ready.countDown();
      run(made);
      ended = true;
    } catch (Throwable seen) {
      failure = seen;
      if (System.nanoTime() - began > LONG_LIFE) {
        pause = FIRST_PAUSE;
      }
    }
  }

  // As early as may be: of the JDK's classes it is the one whose initialiser wants most.
  private static void initialiseWhatAllAmountsNeed() throws ClassNotFoundException {
    awaitMemory();
    CoreFailure.load();
    Class.forName("java.math.BigDecimal", true, null);
  }

  /**
   * Waits a bounded moment while the heap is full. A class whose initialiser runs out of memory is
   * lost for good, and most of those that the core needs first are the JDK's, and so the host's.
   */
  private static void awaitMemory() {
    Runtime jvm = Runtime.getRuntime();
    long wanted = Math.min(MEMORY_AT_LEAST, jvm.maxMemory() / PART_OF_SMALL_HEAP);
    for (int i = 0; i < MEMORY_LOOKS; i++) {
      if (jvm.maxMemory() - jvm.totalMemory() + jvm.freeMemory() >= wanted) {
        return;
      }
      rest(MEMORY_LOOK_PAUSE);
    }
  }

  private void stopCore() throws Exception {
    weaver = null;
    ready.countDown(); // those who wait for the weaver do not wait for stderr
    AutoCloseable last = core;
    if (last != null) {
      core = --stopsLeft > 0 ? last : null; // a step that failed is taken again, but not for ever
      close(last);
      core = null;
    }
  }

  private static void close(AutoCloseable core) throws Exception {
    try {
      core.close();
    } catch (LinkageError unusable) {
      return; // it will not become usable: what could be closed is
    }
  }

  private void tell(Throwable why, boolean again) {
    boolean known = System.getProperty(AgentStart.STATE, "").startsWith(AgentStart.STOPPED);
    if (!said && !(again && known)) {
      Stderr.say(CoreFailure.line(why, again));
    }
    said = true;
    System.setProperty(AgentStart.STATE, AgentStart.STOPPED + why);
  }

  // A host may count, join or interrupt the threads of its own group, and means its own. Threads
  // that this one starts are in its group.
  // Null, which is the creator's, where a security manager keeps the root to itself.
  private static @Nullable ThreadGroup group() {
    try {
      ThreadGroup group = Thread.currentThread().getThreadGroup();
      while (group.getParent() != null) {
        group = group.getParent();
      }
      return group;
    } catch (SecurityException kept) {
      return null;
    }
  }

  private static void rest(long nanos) {
    long until = System.nanoTime() + nanos;
    for (long left = nanos; left > 0; left = until - System.nanoTime()) {
      Thread.interrupted(); // or it would not rest
      LockSupport.parkNanos(left);
    }
  }

  /** What {@link #run} itself could not catch must not reach the host's default handler. */
  @Override
  public void uncaughtException(Thread ours, Throwable failure) {
    weaver = null;
  }

  // The core lives in another class loader: only the JDK's own types are known to both sides.
  @SuppressWarnings("unchecked")
  private void run(Object core) {
    ((BiConsumer<CountDownLatch, CountDownLatch>) core).accept(loggingSetUp, inUse);
  }
}
