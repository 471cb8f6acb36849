package io.joulebook.agent.runtime;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
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
  private static final Set<String> SAID = ConcurrentHashMap.newKeySet();
  private static final Map<String, Long> STATES = new ConcurrentHashMap<>();
  private static final long SAME_STATE_NANOS = TimeUnit.MINUTES.toNanos(1);
  private static final BlockingQueue<String> WAITING = new ArrayBlockingQueue<>(WAITING_AT_MOST);
  private static final AtomicInteger UNWRITTEN = new AtomicInteger();
  private static final AtomicBoolean WRITING = new AtomicBoolean();

  private Console() {}

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

  /**
   * Says that a state has begun or ended, each time, but the same not more than once a minute: for
   * those who keep the state.
   */
  static void state(String line) {
    long now = System.nanoTime();
    Long before = STATES.get(line);
    if (before == null ? STATES.size() < WAITING_AT_MOST : now - before > SAME_STATE_NANOS) {
      STATES.put(line, now);
      log(line);
    }
  }

  /** Says it however often: for lines whose number somebody else bounds. */
  static void log(String line) {
    String text = line.length() <= LONGEST_LINE ? line : line.substring(0, LONGEST_LINE) + "…";
    String whole = "[joulebook] " + text.replace('\n', ' ');
    UNWRITTEN.incrementAndGet();
    if (!WAITING.offer(whole)) {
      UNWRITTEN.decrementAndGet();
    }
    startWriter();
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

  /** Goes on writing where no thread could be had for it; to be called now and then. */
  static void resume() {
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
    resume();
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
