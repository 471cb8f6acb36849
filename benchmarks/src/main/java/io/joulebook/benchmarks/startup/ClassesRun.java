package io.joulebook.benchmarks.startup;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Measures what the agent adds to the load of a class that it does not hook, beside an agent that
 * does nothing. Arguments: the agent's jar, the jar of these benchmarks, the number of runs, and
 * the homes of JDKs. Needs Linux and bash.
 */
public final class ClassesRun {
  private final Path agent;
  private final Path empty;
  private final Path benchmarks;
  private final int runs;
  private final Random random = new Random(1);

  private enum Agent {
    NONE,
    EMPTY,
    JOULEBOOK
  }

  private ClassesRun(Path agent, Path empty, Path benchmarks, int runs) {
    this.agent = agent;
    this.empty = empty;
    this.benchmarks = benchmarks;
    this.runs = runs;
  }

  public static void main(String[] args) throws Exception {
    Path empty = EmptyAgent.jar();
    int runs = Integer.parseInt(args[2]);
    ClassesRun run =
        new ClassesRun(Path.of(args[0]).toRealPath(), empty, Path.of(args[1]).toRealPath(), runs);
    System.out.printf(
        "%s, median of %d runs; CPU of loading %d classes, ms%n%n",
        LocalDate.now(ZoneOffset.UTC), runs, ManyClasses.CLASSES);
    System.out.println(
        "| JDK | no agent | an agent that does nothing | Joulebook | Joulebook's own, us per class |");
    System.out.println("| --- | --- | --- | --- | --- |");
    try {
      for (String home : List.of(args).subList(3, args.length)) {
        run.print(Jdk.at(Path.of(home)));
      }
    } finally {
      Files.delete(empty);
    }
  }

  private void print(Jdk jdk) throws IOException {
    Map<Agent, List<Double>> millis = new EnumMap<>(Agent.class);
    List<Agent> order = new ArrayList<>(List.of(Agent.values()));
    for (int i = 0; i < runs; i++) {
      Collections.shuffle(order, random);
      for (Agent each : order) {
        millis.computeIfAbsent(each, key -> new ArrayList<>()).add(millis(jdk, each));
      }
    }
    double none = median(millis.getOrDefault(Agent.NONE, List.of()));
    double nothing = median(millis.getOrDefault(Agent.EMPTY, List.of()));
    double ours = median(millis.getOrDefault(Agent.JOULEBOOK, List.of()));
    double own = (ours - nothing) * 1_000 / ManyClasses.CLASSES;
    System.out.printf(
        "| %s | %.0f | %.0f | %.0f | %.2f |%n", jdk.version(), none, nothing, ours, own);
  }

  private double millis(Jdk jdk, Agent which) throws IOException {
    Path jar = which == Agent.EMPTY ? empty : agent;
    Launch launch =
        new Launch(
            new Launch.Setting(jdk, ManyClasses.class, which != Agent.NONE, jar), benchmarks);
    try (BufferedReader out =
        new BufferedReader(
            new InputStreamReader(launch.start().getInputStream(), StandardCharsets.UTF_8))) {
      String nanos = out.readLine();
      out.transferTo(Writer.nullWriter());
      return Long.parseLong(String.valueOf(nanos)) / 1e6;
    } finally {
      launch.clean();
    }
  }

  private static double median(List<Double> all) {
    double[] sorted = all.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
  }
}
