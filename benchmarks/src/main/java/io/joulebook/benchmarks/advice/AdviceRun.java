package io.joulebook.benchmarks.advice;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/**
 * Runs {@link AdvicePath} at 1, 2 and 8 threads and prints a table. Arguments: the agent's jar, and
 * forks for each row.
 */
public final class AdviceRun {
  private static final int[] THREADS = {1, 2, 8};
  private static final TimeValue ITERATION = TimeValue.milliseconds(700);
  private static final int WARM_UPS = 5;
  private static final int ITERATIONS = 5;

  private final Path agent;
  private final int forks;
  private final List<Row> rows = new ArrayList<>();

  private AdviceRun(Path agent, int forks) {
    this.agent = agent;
    this.forks = forks;
  }

  public static void main(String[] args) throws RunnerException {
    AdviceRun run = new AdviceRun(Path.of(args[0]).toAbsolutePath(), Integer.parseInt(args[1]));
    for (int threads : THREADS) {
      run.measure(threads);
    }
    new AdviceTable(run.rows).print(System.out);
  }

  private void measure(int threads) throws RunnerException {
    run(options(threads).include("uninstrumented|twoNanoTimes|micrometerTimer"));
    run(
        options(threads)
            .include("woven")
            .jvmArgsAppend(
                "-Dbenchmark.woven=true",
                "-javaagent:"
                    + agent
                    + "=power.source=none,metrics.address=off,hooks.custom="
                    + Target.HOOK));
  }

  private ChainedOptionsBuilder options(int threads) {
    return new OptionsBuilder()
        .threads(threads)
        .forks(forks)
        .warmupIterations(WARM_UPS)
        .warmupTime(ITERATION)
        .measurementIterations(ITERATIONS)
        .measurementTime(ITERATION)
        .addProfiler(GCProfiler.class)
        .jvmArgs("-Xms512m", "-Xmx512m")
        .shouldFailOnError(true);
  }

  private void run(ChainedOptionsBuilder options) throws RunnerException {
    new Runner(options.build()).run().stream().map(Row::of).forEach(rows::add);
  }
}
