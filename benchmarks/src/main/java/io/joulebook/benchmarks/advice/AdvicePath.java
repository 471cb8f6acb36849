package io.joulebook.benchmarks.advice;

import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * The same call, plain and watched in three ways, in bursts of {@link #BURST}.
 *
 * <p>A call leaves two events in its thread's ring of 1024, which the agent empties every 20 ms.
 * Without a pause the ring is full nearly all the time, and a call that is folded is cheaper than
 * one that is metered; with a pause of 30 ms after each burst, every call is metered.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class AdvicePath {
  /** Calls in a burst: their events fit the ring. */
  static final int BURST = 400;

  @Param({"30", "0"})
  public int pauseMillis;

  private final Plain plain = new Plain();
  private final Target target = new Target();
  private final Runnable work = plain::infer;
  private final Timer timer =
      Timer.builder("calls").register(new PrometheusMeterRegistry(PrometheusConfig.DEFAULT));

  /** Keeps the clock reads from being left out. */
  long took;

  /** A woven benchmark of a target that is not woven would measure nothing. */
  @Setup
  public void checkThatTheAgentIsThereWhereItShould() {
    target.infer();
    if (Bridge.isInUse() != Boolean.getBoolean("benchmark.woven")) {
      throw new IllegalStateException("woven: " + Bridge.isInUse());
    }
  }

  @Benchmark
  @OperationsPerInvocation(BURST)
  public void uninstrumented(Cost cost) {
    cost.begin();
    for (int i = 0; i < BURST; i++) {
      plain.infer();
    }
    cost.end(BURST);
    cost.pause(pauseMillis);
  }

  @Benchmark
  @OperationsPerInvocation(BURST)
  public void twoNanoTimes(Cost cost) {
    cost.begin();
    for (int i = 0; i < BURST; i++) {
      long start = System.nanoTime();
      plain.infer();
      took += System.nanoTime() - start;
    }
    cost.end(BURST);
    cost.pause(pauseMillis);
  }

  @Benchmark
  @OperationsPerInvocation(BURST)
  public void micrometerTimer(Cost cost) {
    cost.begin();
    for (int i = 0; i < BURST; i++) {
      timer.record(work);
    }
    cost.end(BURST);
    cost.pause(pauseMillis);
  }

  @Benchmark
  @OperationsPerInvocation(BURST)
  public void woven(Cost cost) {
    cost.begin();
    for (int i = 0; i < BURST; i++) {
      target.infer();
    }
    cost.end(BURST);
    cost.pause(pauseMillis);
  }
}
