package io.joulebook.agent.whole.app;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A host application that keeps two models busy until it is told to stop, then waits. */
public final class TwoModels {
  private static volatile boolean running = true;

  private TwoModels() {}

  public static void main(String[] args) throws Exception {
    int threads = Integer.parseInt(args[0]);
    List<Thread> all = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      Random random = new Random(i);
      all.add(new Thread(() -> keep(() -> large(1_000 + random.nextInt(3_000)))));
    }
    Random random = new Random(threads);
    all.add(new Thread(() -> keep(() -> small(20 + random.nextInt(200)))));
    all.forEach(Thread::start);
    BufferedReader commands =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    commands.readLine();
    running = false;
    for (Thread thread : all) {
      thread.join();
    }
    System.out.println("stopped");
    commands.readLine();
    System.exit(0);
  }

  private static void keep(Runnable call) {
    while (running) {
      call.run();
    }
  }

  /** A call of some seconds. */
  static void large(long millis) {
    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(millis));
  }

  /** A call of a tenth of a second. */
  static void small(long millis) {
    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(millis));
  }
}
