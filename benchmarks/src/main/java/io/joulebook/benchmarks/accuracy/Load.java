package io.joulebook.benchmarks.accuracy;

import java.util.ArrayList;
import java.util.List;

/** Something that calls models until a time. */
interface Load {
  void run(Served server, long until) throws InterruptedException;

  /** Calls nothing. */
  static Load none() {
    return (server, until) -> Served.sleepUntil(until);
  }

  /** Both at once. */
  static Load together(Load one, Load other) {
    return (server, until) -> onThreads(List.of(one, other), server, until);
  }

  static void onThreads(List<Load> loads, Served server, long until) throws InterruptedException {
    List<Thread> threads = new ArrayList<>();
    for (Load load : loads) {
      threads.add(new Thread(() -> runQuietly(load, server, until)));
    }
    threads.forEach(Thread::start);
    for (Thread thread : threads) {
      thread.join();
    }
  }

  private static void runQuietly(Load load, Served server, long until) {
    try {
      load.run(server, until);
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
  }
}
