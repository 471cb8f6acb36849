package io.joulebook.benchmarks.startup;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** How one JVM is started: in a folder of its own, which also is its home and its temporary one. */
final class Launch {
  // Bash's clock tells milliseconds of CPU, that of /usr/bin/time only hundredths.
  private static final String TIMED =
      "TIMEFORMAT='%R %U %S'; { time \"$@\" 2>\"$JVM_ERR\"; } 2>\"$JVM_TIMES\"";

  private final Setting setting;
  private final Path benchmarks;
  private final Path folder;
  private final Path home;
  private final int metricsPort;

  /** What is started: an application on a JDK, with the agent or without. */
  record Setting(Jdk jdk, Class<?> app, boolean withAgent, Path agent) {}

  Launch(Setting setting, Path benchmarks) throws IOException {
    this.setting = setting;
    this.benchmarks = benchmarks;
    folder = Files.createTempDirectory("joulebook-startup");
    home = Files.createDirectory(folder.resolve("home"));
    metricsPort = freePort();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  Process start(String... flags) throws IOException {
    List<String> command = new ArrayList<>(List.of("bash", "-c", TIMED, "bash"));
    command.add(setting.jdk().java());
    command.addAll(List.of("-Xmx256m", "-XX:+UseG1GC", "-Djava.io.tmpdir=" + home));
    command.add("-Duser.home=" + home);
    command.addAll(List.of(flags));
    if (setting.withAgent()) {
      command.add("-javaagent:" + setting.agent() + "=" + options());
    }
    command.addAll(List.of("-cp", benchmarks.toString(), setting.app().getName()));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().keySet().removeIf(name -> name.startsWith("JOULEBOOK_"));
    builder.environment().remove("JAVA_TOOL_OPTIONS");
    builder.environment().put("JVM_ERR", folder.resolve("err").toString());
    builder.environment().put("JVM_TIMES", folder.resolve("times").toString());
    return builder.start();
  }

  private String options() {
    return "power.source=simulated,grid.zone=DE,metrics.address=127.0.0.1:"
        + metricsPort
        + ",hooks.custom="
        + Ranker.HOOK;
  }

  String metrics() {
    return "http://127.0.0.1:" + metricsPort + "/metrics";
  }

  Path folder() {
    return folder;
  }

  /** Wall, user and system time in milliseconds, once it has ended. */
  double[] times() throws IOException {
    String[] seconds = Files.readString(folder.resolve("times")).strip().split(" ", -1);
    return Stream.of(seconds).mapToDouble(s -> 1000 * Double.parseDouble(s)).toArray();
  }

  long linesOnStderr() throws IOException {
    try (Stream<String> lines = Files.lines(folder.resolve("err"))) {
      return lines.count();
    }
  }

  long filesLeft() throws IOException {
    try (Stream<Path> files = Files.walk(home)) {
      return files.count() - 1;
    }
  }

  void clean() throws IOException {
    List<Path> all;
    try (Stream<Path> files = Files.walk(folder)) {
      all = files.sorted((a, b) -> b.compareTo(a)).toList();
    }
    for (Path path : all) {
      Files.delete(path);
    }
  }
}
