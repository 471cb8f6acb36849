package io.joulebook.agent.whole.app;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A host whose heap is full for a second and a half, from so many milliseconds after its first call
 * on. Then it says what its threads made of it, and calls until its input ends.
 */
public final class FullHeap {
  private static final long FULL_NANOS = TimeUnit.MILLISECONDS.toNanos(1_500);

  private static final AtomicInteger CALLS = new AtomicInteger();

  private FullHeap() {}

  public static void main(String[] args) throws Exception {
    AtomicInteger strangers = new AtomicInteger();
    Thread.setDefaultUncaughtExceptionHandler((thread, failure) -> strangers.incrementAndGet());
    Thread filling = new Thread(() -> fill(Long.parseLong(args[0])));
    filling.start();
    while (filling.isAlive()) {
      callOrBeOutOfMemory();
    }
    System.out.println("free " + strangers.get());
    while (System.in.available() == 0) {
      call(10);
    }
    System.out.println("calls " + CALLS.get());
  }

  private static void callOrBeOutOfMemory() {
    try {
      call(1);
    } catch (OutOfMemoryError expected) {
      Thread.onSpinWait();
    }
  }

  private static void call(long millis) {
    CALLS.incrementAndGet();
    new Ranker().score(millis);
  }

  private static void fill(long afterMillis) {
    long from = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(afterMillis);
    while (System.nanoTime() - from < 0) {
      Thread.onSpinWait();
    }
    Object[] all = {}; // each piece holds the one before
    for (int size = 1 << 20; System.nanoTime() - from < FULL_NANOS; ) {
      try {
        all = new Object[] {all, new byte[size]};
      } catch (OutOfMemoryError full) {
        size = Math.max(16, size / 2);
      }
    }
    if (all.length == 0) {
      throw new IllegalStateException("the heap was never full");
    }
  }
}
