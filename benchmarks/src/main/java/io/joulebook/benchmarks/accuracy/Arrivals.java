package io.joulebook.benchmarks.accuracy;

import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * Calls that come at random, however many there are already.
 *
 * @param perSecond how many come on average
 * @param call how long each takes
 */
record Arrivals(double perSecond, Span call) implements Load {
  private static final long SEED = 20;
  private static final long END_SECONDS = 60;

  @Override
  public void run(Served server, long until) throws InterruptedException {
    ExecutorService threads = Executors.newCachedThreadPool();
    Random random = new Random(SEED);
    for (long at = next(System.nanoTime(), random); at < until; at = next(at, random)) {
      Served.sleepUntil(at);
      long length = call.pick(random);
      threads.execute(() -> server.call(Model.HEAVY, length));
    }
    threads.shutdown();
    if (!threads.awaitTermination(END_SECONDS, TimeUnit.SECONDS)) {
      throw new IllegalStateException("calls do not end");
    }
  }

  private long next(long time, Random random) {
    return time + (long) (-Math.log(1 - random.nextDouble()) / perSecond * 1e9);
  }
}
