package io.joulebook.benchmarks.startup;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;

/** Starts {@link SmallServer} once. */
final class ServerTrial {
  private static final Duration UNTIL_CALM = Duration.ofSeconds(1);
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Pattern METERED =
      Pattern.compile("(?m)^joulebook_calls_total\\{.*model=\"ranker\",.*outcome=\"ok\"} (\\S+)$");

  private final Launch launch;
  private final Process process;
  private final BufferedReader said;

  private ServerTrial(Launch launch, Process process) {
    this.launch = launch;
    this.process = process;
    said = process.inputReader(StandardCharsets.UTF_8);
  }

  static Sample run(Launch launch, boolean withAgent) throws IOException, InterruptedException {
    long start = System.nanoTime();
    ServerTrial trial = new ServerTrial(launch, launch.start());
    trial.await("first");
    double first = (System.nanoTime() - start) / (double) TimeUnit.MILLISECONDS.toNanos(1);
    trial.await("served");
    if (trial.process.waitFor(UNTIL_CALM.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new IOException("the server has ended");
    }
    double memory = new ProcessStatus(trial.process).mebibytes("VmRSS").orElseThrow();
    long threads = trial.threads().size();
    if (withAgent) {
      trial.checkThatEveryCallWasMetered();
    }
    return trial.end(first, memory, threads);
  }

  private void await(String line) throws IOException {
    String next = said.readLine();
    if (!line.equals(next)) {
      throw new IOException("not " + line + " but " + next);
    }
  }

  private List<String> threads() throws IOException {
    process.outputWriter(StandardCharsets.UTF_8).append("threads\n").flush();
    String names = said.readLine();
    return Arrays.stream(names.split(";", -1)).filter(name -> !name.isEmpty()).toList();
  }

  // A start that meters nothing would be cheap.
  private void checkThatEveryCallWasMetered() throws IOException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (metered() < SmallServer.REQUESTS) {
      if (System.nanoTime() > deadline) {
        throw new IOException(metered() + " calls metered");
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
    }
  }

  private double metered() throws IOException {
    try (InputStream page = URI.create(launch.metrics()).toURL().openStream()) {
      String text = new String(page.readAllBytes(), StandardCharsets.UTF_8);
      return METERED.matcher(text).results().mapToDouble(r -> Double.parseDouble(r.group(1))).sum();
    }
  }

  private Sample end(double first, double memory, long threads)
      throws IOException, InterruptedException {
    process.getOutputStream().close();
    process.waitFor();
    double[] times = launch.times();
    return new Sample(
        first, times[1] + times[2], memory, threads, launch.linesOnStderr(), launch.filesLeft());
  }
}
