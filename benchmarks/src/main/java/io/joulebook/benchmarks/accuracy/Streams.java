package io.joulebook.benchmarks.accuracy;

import java.util.Collections;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Threads that call again and again.
 *
 * @param threads how many
 * @param mix what they call
 * @param call how long a call takes
 * @param pause how long they wait between calls
 * @param lockstep whether streams of different models call at the same times
 */
record Streams(int threads, Mix mix, Span call, Span pause, boolean lockstep) implements Load {
  Streams(int threads, Mix mix, Span call, Span pause) {
    this(threads, mix, call, pause, false);
  }

  static Streams one(Span call, Span pause) {
    return new Streams(1, Mix.only(Model.HEAVY), call, pause);
  }

  @Override
  public void run(Served server, long until) throws InterruptedException {
    AtomicInteger seed = new AtomicInteger(threads + (lockstep ? 0 : mix.seed()));
    Load stream = (s, u) -> stream(s, u, new Random(seed.getAndIncrement()));
    Load.onThreads(Collections.nCopies(threads, stream), server, until);
  }

  private void stream(Served server, long until, Random random) {
    while (System.nanoTime() < until) {
      Model model = mix.next(random);
      server.call(model, Math.min(call.pick(random), until - System.nanoTime()));
      mix.done(model);
      long rest = pause.pick(random);
      if (rest > 0) {
        Served.sleepUntil(System.nanoTime() + rest);
      }
    }
  }
}
