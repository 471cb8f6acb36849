package io.joulebook.benchmarks.accuracy;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A JVM with the agent and the workload in it. */
final class HostJvm implements AutoCloseable {
  private static final long END_SECONDS = 30;

  private final Process process;
  private final BufferedReader out;
  private final Path err;

  private HostJvm(Process process, Path err) {
    this.process = process;
    this.err = err;
    out = process.inputReader(StandardCharsets.UTF_8);
  }

  static HostJvm start(Path agent, MachineRoom room, String scenario, long seconds)
      throws IOException {
    Path err = Files.createTempFile("joulebook-accuracy", ".err");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx1g", "-javaagent:" + agent + "=" + room.options()));
    command.addAll(List.of(Workload.class.getName(), room.machine().stateFile().toString()));
    command.addAll(List.of(scenario, Long.toString(seconds), room.trace().toString()));
    ProcessBuilder builder = new ProcessBuilder(command).redirectError(err.toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("JOULEBOOK_"));
    builder.environment().remove("JAVA_TOOL_OPTIONS");
    builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
    return new HostJvm(builder.start(), err);
  }

  /** What follows a line's beginning; the line is waited for. */
  String await(String beginning) throws IOException {
    for (String line = out.readLine(); line != null; line = out.readLine()) {
      if (line.startsWith(beginning)) {
        return line.substring(beginning.length());
      }
    }
    throw new IOException("the workload has ended early:\n" + String.join("\n", said()));
  }

  /** What was said on stderr so far. */
  List<String> said() throws IOException {
    return Files.readAllLines(err);
  }

  long pid() {
    return process.pid();
  }

  /** Lets it end by itself. */
  void end() throws IOException, InterruptedException {
    process.getOutputStream().close();
    if (!process.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
      throw new IOException("the workload does not end");
    }
  }

  @Override
  public void close() throws IOException {
    process.destroyForcibly();
    Files.deleteIfExists(err);
  }
}
