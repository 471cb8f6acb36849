package io.joulebook.agent.whole;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A forked JVM, with the built agent jar or without. Its output is kept line by line. */
final class AgentJvm implements AutoCloseable {
  private static final Pattern METRICS = Pattern.compile("metrics on (http://[^ ]+/metrics)");
  private static final long PATIENCE_SECONDS = 90;

  private final Process process;
  private final Queue<String> out = new ConcurrentLinkedQueue<>();
  private final Queue<String> err = new ConcurrentLinkedQueue<>();
  private final List<Thread> readers = new ArrayList<>();

  private AgentJvm(Process process) {
    this.process = process;
    read(process.getInputStream(), out);
    read(process.getErrorStream(), err);
  }

  static Path jar() {
    return Path.of(System.getProperty("agent.jar", "target/joulebook-agent.jar")).toAbsolutePath();
  }

  static String java() {
    return Path.of(
            System.getProperty("whole.java.home", System.getProperty("java.home")), "bin", "java")
        .toString();
  }

  static boolean javaIsAtLeast(int version) throws Exception {
    try (AgentJvm jvm = command("-XshowSettings:properties", "-version").start()) {
      jvm.awaitExit();
      Pattern pattern = Pattern.compile("java.specification.version = (\\d+)");
      return jvm.err().stream()
          .map(pattern::matcher)
          .filter(Matcher::find)
          .anyMatch(matcher -> Integer.parseInt(matcher.group(1)) >= version);
    }
  }

  /** What the host application sees: test classes and the libraries under test, not the agent's. */
  static String hostClassPath() {
    Pattern boot =
        Pattern.compile(
            "/springframework/boot/|/micrometer-(core|jakarta9|registry)|/logback|/log4j/|/jul-to-slf4j/");
    return without(springBootClassPath(), entry -> boot.matcher(entry).find());
  }

  /** The same with Spring Boot, its logging and Micrometer. */
  static String springBootClassPath() {
    String[] entries = System.getProperty("java.class.path").split(File.pathSeparator, -1);
    Predicate<String> ours =
        entry ->
            entry.endsWith("/agent/target/classes")
                || entry.contains("joulebook-agent-classes")
                || entry.contains("joulebook-collector")
                || entry.endsWith("/collector/target/classes")
                || entry.contains("org/json/")
                || entry.contains("opentelemetry-javaagent")
                || entry.contains("byte-buddy")
                || entry.contains("snakeyaml");
    return without(String.join(File.pathSeparator, entries), ours);
  }

  static String without(String classPath, Predicate<String> which) {
    return Arrays.stream(classPath.split(File.pathSeparator, -1))
        .filter(which.negate())
        .collect(Collectors.joining(File.pathSeparator));
  }

  static Builder command(String... arguments) {
    return new Builder(List.of(arguments));
  }

  static Builder main(Class<?> main, String... arguments) {
    List<String> all = new ArrayList<>(List.of(main.getName()));
    all.addAll(List.of(arguments));
    // Not as -cp: ONNX Runtime 1.29 crashes the JVM if its command line is longer than 4 kB.
    return new Builder(all).environment("CLASSPATH", hostClassPath());
  }

  /** How to start it. */
  static final class Builder {
    private final List<String> arguments;
    private final List<String> flags = new ArrayList<>();
    private final Map<String, String> environment = new LinkedHashMap<>();

    private Builder(List<String> arguments) {
      this.arguments = arguments;
    }

    Builder agent(String options) {
      flags.add("-javaagent:" + jar() + (options.isEmpty() ? "" : "=" + options));
      return this;
    }

    Builder flag(String... more) {
      flags.addAll(List.of(more));
      return this;
    }

    Builder environment(String name, String value) {
      environment.put(name, value);
      return this;
    }

    AgentJvm start() throws IOException {
      List<String> command = new ArrayList<>(List.of(java()));
      command.addAll(flags);
      command.addAll(arguments);
      ProcessBuilder builder = new ProcessBuilder(command);
      builder.environment().keySet().removeIf(name -> name.startsWith("JOULEBOOK_"));
      builder.environment().remove("JAVA_TOOL_OPTIONS");
      // Fake machines are many on this one, and their GPUs have the same UUIDs.
      String shared = "joulebook-test-" + Long.toHexString(System.nanoTime());
      Path own = Path.of(System.getProperty("java.io.tmpdir"), shared);
      builder.environment().put("JOULEBOOK_SHARED_PATH", own.toString());
      builder.environment().putAll(environment);
      return new AgentJvm(builder.start());
    }
  }

  private void read(InputStream stream, Queue<String> lines) {
    Thread reader =
        new Thread(
            () -> {
              try (BufferedReader in =
                  new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
                in.lines().forEach(lines::add);
              } catch (IOException | UncheckedIOException closed) {
                return;
              }
            });
    reader.setDaemon(true);
    reader.start();
    readers.add(reader);
  }

  List<String> out() {
    return List.copyOf(out);
  }

  List<String> err() {
    return List.copyOf(err);
  }

  /** Waits for a line that begins so, and gives what follows. */
  String awaitOut(String beginning) throws Exception {
    return Patience.await(
        () ->
            aliveOr(out).stream()
                .filter(line -> line.startsWith(beginning))
                .map(line -> line.substring(beginning.length()).trim())
                .findFirst()
                .orElse(null),
        () -> "no line \"" + beginning + "\" in\n" + output());
  }

  /** The same for a line that has not been waited for yet; what came before it is forgotten. */
  String awaitNextOut(String beginning) throws Exception {
    return Patience.await(
        () -> {
          for (String line = out.poll(); line != null; line = out.poll()) {
            if (line.startsWith(beginning)) {
              return line.substring(beginning.length()).trim();
            }
          }
          aliveOr(out);
          return null;
        },
        () -> "no further line \"" + beginning + "\"\n" + output());
  }

  // A JVM that has ended will say no more: no use in waiting.
  private Queue<String> aliveOr(Queue<String> lines) throws Exception {
    if (!process.isAlive()) {
      awaitExit();
      if (lines.isEmpty()) {
        throw new AssertionError("the JVM has ended with " + process.exitValue() + "\n" + output());
      }
    }
    return lines;
  }

  String awaitErr(String part) throws Exception {
    return Patience.await(
        () -> aliveOr(err).stream().filter(line -> line.contains(part)).findFirst().orElse(null),
        () -> "no line with \"" + part + "\" in\n" + output());
  }

  /** The metrics that the agent serves; the agent must have been told to take any free port. */
  Metrics metrics() throws Exception {
    return Metrics.scrape(metricsAddress());
  }

  String metricsAddress() throws Exception {
    Matcher matcher = METRICS.matcher(awaitErr("metrics on "));
    if (!matcher.find()) {
      throw new AssertionError("no address in the agent's line");
    }
    return matcher.group(1);
  }

  /** Scrapes until the metrics are as wanted. */
  Metrics awaitMetrics(Predicate<Metrics> wanted) throws Exception {
    Metrics[] last = new Metrics[1];
    return Patience.await(
        () -> {
          last[0] = metrics();
          return wanted.test(last[0]) ? last[0] : null;
        },
        () -> "metrics never as wanted, last\n" + last[0] + "\n" + output());
  }

  void say(String line) throws IOException {
    process.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
    process.getOutputStream().flush();
  }

  /** Ends its standard input, by which a workload's main method ends. */
  void endInput() throws IOException {
    process.getOutputStream().close();
  }

  long pid() {
    return process.pid();
  }

  int awaitExit() throws Exception {
    if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      throw new AssertionError("still running\n" + output());
    }
    for (Thread reader : readers) {
      reader.join(TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS));
    }
    return process.exitValue();
  }

  String output() {
    return "stdout:\n" + String.join("\n", out) + "\nstderr:\n" + String.join("\n", err);
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
