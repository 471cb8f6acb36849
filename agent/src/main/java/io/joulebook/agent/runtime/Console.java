package io.joulebook.agent.runtime;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Says things on stderr: each once, and not more than a few dozen. A thread of its own writes, and
 * ends when there is nothing to say: a stderr that nobody reads blocks nothing else. Thread-safe.
 */
final class Console {
  private static final int LINES_AT_MOST = 50;
  private static final int WAITING_AT_MOST = 256;
  private static final int LONGEST_LINE = 2_000;
  private static final long IDLE_MILLIS = 500;
  private static final long AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  /** What would end the line, or move a terminal's cursor. */
  private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");

  /** Read by the root tier, for {@code attach}. */
  private static final String COMPLAINTS_KEY = "joulebook.agent.complaints";

  private static final Set<String> COMPLAINTS = new LinkedHashSet<>();
  private static final Set<String> SAID = ConcurrentHashMap.newKeySet();
  private static final StateLines STATES = new StateLines(Console::offer, System::nanoTime);
  private static final BlockingQueue<String> WAITING = new ArrayBlockingQueue<>(WAITING_AT_MOST);
  private static final AtomicInteger UNWRITTEN = new AtomicInteger();
  private static final AtomicBoolean WRITING = new AtomicBoolean();

  private static volatile UnaryOperator<String> hiding = UnaryOperator.identity();

  private Console() {}

  /** Has each line pass through that before it is said. */
  static void hide(UnaryOperator<String> by) {
    hiding = by;
  }

  static void say(String line) {
    if (SAID.size() < LINES_AT_MOST && SAID.add(line)) {
      try {
        log(line);
      } catch (Throwable noMemory) {
        SAID.remove(line); // it may be said later
        throw noMemory;
      }
    }
  }

  /** Says what of the configuration cannot be used; {@code attach} says it too. */
  static void complain(String line) {
    say(line);
    tellAttach(line);
  }

  private static synchronized void tellAttach(String line) {
    if (COMPLAINTS.size() < LINES_AT_MOST && COMPLAINTS.add(hiding.apply(line))) {
      System.setProperty(COMPLAINTS_KEY, String.join("\n", COMPLAINTS));
    }
  }

  /** Says that a state of what is configured has begun or ended; {@code attach} says it too. */
  static void stateOf(String key, String line) {
    state(key, line);
    tellAttach(line);
  }

  /**
   * Says that a state has begun or ended, for those who keep the state.
   *
   * @param about whose state it is: of each a few lines a minute are said at once
   */
  static void state(String about, String line) {
    STATES.state(about, line);
  }

  /** Says it however often: for lines whose number somebody else bounds. */
  static void log(String line) {
    offer(line);
  }

  /** Whether it will be written; not if too many lines wait already. */
  private static boolean offer(String line) {
    String told = hiding.apply(line);
    String text = told.length() <= LONGEST_LINE ? told : told.substring(0, LONGEST_LINE) + "…";
    String whole = "[joulebook] " + CONTROL.matcher(text).replaceAll(" ");
    UNWRITTEN.incrementAndGet();
    boolean taken = WAITING.offer(whole);
    if (!taken) {
      UNWRITTEN.decrementAndGet();
    }
    startWriter();
    return taken;
  }

  private static void startWriter() {
    if (WRITING.compareAndSet(false, true)) {
      try {
        AgentThread.of("joulebook-stderr", Console::write).start();
      } catch (Throwable noThread) {
        WRITING.set(false); // the next line tries again, or resume()
      }
    }
  }

  /** Says what was held back, and goes on writing; to be called now and then. */
  static void resume() {
    STATES.sayHeld();
    goOnWriting();
  }

  private static void goOnWriting() {
    if (!WAITING.isEmpty()) {
      startWriter();
    }
  }

  private static void write() {
    try {
      for (String line = next(); line != null; line = next()) {
        print(line);
        UNWRITTEN.decrementAndGet();
      }
    } finally {
      WRITING.set(false);
    }
    goOnWriting();
  }

  private static void print(String line) {
    while (true) {
      try {
        System.err.println(line);
        return;
      } catch (VirtualMachineError noMemory) {
        LockSupport.parkNanos(AGAIN_NANOS);
      }
    }
  }

  private static @Nullable String next() {
    try {
      return WAITING.poll(IDLE_MILLIS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException hurried) {
      return WAITING.poll();
    }
  }

  /** Waits until what was said is written, but not for long. */
  static void flush(long millis) throws InterruptedException {
    long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    while (UNWRITTEN.get() > 0 && System.nanoTime() - until < 0) {
      Thread.sleep(1);
    }
  }
}
