package io.joulebook.benchmarks.advice;

import java.util.Collection;
import java.util.function.ToDoubleFunction;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;

/**
 * What one variant cost per call.
 *
 * @param cpuNanos the calling threads' CPU time, median of the iterations
 * @param wallNanos the time that a calling thread saw
 * @param bytes allocated by the calling threads
 * @param processBytes allocated by all threads, the agent's included
 * @param metered the part of the calls that were not counted together
 * @param agentNanos CPU time of the agent's own threads, per call that was metered
 */
record Row(
    Case of,
    String variant,
    double cpuNanos,
    double wallNanos,
    double bytes,
    double processBytes,
    double metered,
    double agentNanos) {
  private static final String ALLOCATED = "gc.alloc.rate.norm";

  /** What the variants of a run have in common. */
  record Case(int pauseMillis, int threads) {}

  static Row of(RunResult run) {
    String name = run.getParams().getBenchmark();
    Case of =
        new Case(
            Integer.parseInt(run.getParams().getParam("pauseMillis")),
            run.getParams().getThreads());
    Collection<IterationResult> iterations = run.getAggregatedResult().getIterationResults();
    return new Row(
        of,
        name.substring(name.lastIndexOf('.') + 1),
        median(iterations, i -> perCall(i, "cpuNanos")),
        median(iterations, i -> perCall(i, "wallNanos")),
        median(iterations, i -> perCall(i, "bytes")),
        median(iterations, i -> score(i, ALLOCATED)),
        median(iterations, Row::metered),
        median(iterations, i -> perCall(i, "agentNanos") / metered(i)));
  }

  private static double metered(IterationResult iteration) {
    return 1 - perCall(iteration, "folded");
  }

  private static double perCall(IterationResult iteration, String counter) {
    return score(iteration, counter) / score(iteration, "calls");
  }

  private static double score(IterationResult iteration, String label) {
    Result<?> result = iteration.getSecondaryResults().get(label);
    if (result == null) {
      throw new IllegalStateException(label + " is not in " + iteration.getSecondaryResults());
    }
    return result.getScore();
  }

  private static double median(
      Collection<IterationResult> iterations, ToDoubleFunction<IterationResult> value) {
    double[] sorted = iterations.stream().mapToDouble(value).sorted().toArray();
    return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
  }
}
