package io.joulebook.benchmarks.books;

import io.joulebook.nvml.fake.FakeCall;
import io.joulebook.nvml.fake.FakeMachine;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** What the agent's threads use while a JVM that does nothing is metered on eight fake H100s. */
final class ReadingCost {
  private static final int GPUS = 8;
  private static final long WARM_UP_MILLIS = 15_000;
  private static final long MILLIS = 30_000;

  /** Of /proc/PID/stat: user and system time, in hundredths of a second. */
  private static final int USER_TIME = 11;

  private static final double TICKS_PER_SECOND = 100;

  private final Path agent;
  private final String options;

  ReadingCost(Path agent, String options) {
    this.agent = agent;
    this.options = options;
  }

  /** Makes one call, so that the agent is in use, and holds the JVM open until its input ends. */
  static final class Idle {
    private Idle() {}

    public static void main(String[] args) throws IOException {
      call();
      System.in.transferTo(System.out);
    }

    private static void call() {}
  }

  List<String> rows() throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("joulebook-books");
    FakeMachine machine = FakeMachine.eightH100s(folder);
    Process jvm = start(machine);
    try {
      Thread.sleep(WARM_UP_MILLIS);
      Map<String, Double> before = cpuSeconds(jvm.pid());
      long readings = machine.calls(FakeCall.ENERGY);
      long from = System.nanoTime();
      Thread.sleep(MILLIS);
      double seconds = (System.nanoTime() - from) / 1e9;
      double each = (machine.calls(FakeCall.ENERGY) - readings) / seconds / GPUS;
      return rows(before, cpuSeconds(jvm.pid()), seconds, each);
    } finally {
      jvm.destroyForcibly().waitFor();
    }
  }

  private Process start(FakeMachine machine) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    String metering =
        "=metrics.address=off,power.source=nvml,nvml.library="
            + machine.library()
            + ",shared.path="
            + machine.library().getParent()
            + ","
            + options
            + ",hooks.custom="
            + Idle.class.getName()
            + "#call=idle";
    command.addAll(List.of("-javaagent:" + agent + metering, Idle.class.getName()));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("CLASSPATH", ownJar());
    builder.redirectOutput(ProcessBuilder.Redirect.DISCARD);
    builder.redirectError(ProcessBuilder.Redirect.INHERIT);
    return builder.start();
  }

  private static String ownJar() {
    return Path.of(
            URI.create(Idle.class.getProtectionDomain().getCodeSource().getLocation().toString()))
        .toString();
  }

  private static Map<String, Double> cpuSeconds(long pid) throws IOException {
    Map<String, Double> seconds = new LinkedHashMap<>();
    try (Stream<Path> tasks = Files.list(Path.of("/proc/" + pid + "/task"))) {
      for (Path task : tasks.toList()) {
        String name = Files.readString(task.resolve("comm")).strip();
        if (name.startsWith("joulebook")) {
          seconds.merge(name, cpuSeconds(task), Double::sum);
        }
      }
    }
    return seconds;
  }

  private static double cpuSeconds(Path task) throws IOException {
    String stat = Files.readString(task.resolve("stat"));
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    return (Long.parseLong(fields[USER_TIME]) + Long.parseLong(fields[USER_TIME + 1]))
        / TICKS_PER_SECOND;
  }

  private List<String> rows(
      Map<String, Double> before, Map<String, Double> after, double seconds, double readings) {
    List<String> rows = new ArrayList<>();
    after.forEach(
        (thread, cpu) ->
            rows.add(
                String.format(
                    Locale.ROOT,
                    "| %s | %s | %.2f | %s |",
                    options,
                    thread,
                    100 * (cpu - before.getOrDefault(thread, 0.0)) / seconds,
                    thread.endsWith("meter") ? String.format(Locale.ROOT, "%.1f", readings) : "")));
    if (rows.isEmpty()) {
      throw new IllegalStateException("the agent has no threads: it is not in use");
    }
    return rows;
  }
}
