package io.joulebook.benchmarks.advice;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The agent weaves the benchmark's target, all of it and nothing else. */
class TargetWholeTest {
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);

  /** They may be settled in more than one turn of the books. */
  private static final Pattern ALL =
      Pattern.compile("(?m)^joulebook_calls_total\\{.*model=\"benchmark\".*outcome=\"ok\"} 50\\b");

  private final HttpClient client = HttpClient.newHttpClient();

  @Test
  void everyCallOfTheTargetIsMeteredAndNoneOfThePlainOne() throws Exception {
    int port = freePort();
    Process jvm = start(agent("metrics.address=127.0.0.1:" + port));
    try (BufferedReader said = jvm.inputReader(StandardCharsets.UTF_8)) {
      assertThat(said.readLine()).isEqualTo("folded 0, in use true");
      assertThat(awaitCalls(jvm, port)).doesNotContain("Plain");
    } finally {
      jvm.destroyForcibly();
    }
  }

  @Test
  void withoutTheAgentNothingIsSeen() throws Exception {
    Process jvm = start(List.of());
    try (BufferedReader said = jvm.inputReader(StandardCharsets.UTF_8)) {
      assertThat(said.readLine()).isEqualTo("folded 0, in use false");
    } finally {
      jvm.destroyForcibly();
    }
  }

  private String awaitCalls(Process jvm, int port) throws Exception {
    long deadline = System.nanoTime() + PATIENCE_NANOS;
    String page = "";
    while (jvm.isAlive() && System.nanoTime() < deadline) {
      page = scrape(port);
      if (ALL.matcher(page).find()) {
        return page;
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
    }
    throw new AssertionError("not 50 calls:\n" + page);
  }

  private String scrape(int port) throws InterruptedException {
    URI address = URI.create("http://127.0.0.1:" + port + "/metrics");
    try {
      return client
          .send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString())
          .body();
    } catch (IOException notYetUp) {
      return "";
    }
  }

  private static List<String> agent(String option) {
    Path jar = basedir().resolve("../agent/target/joulebook-agent.jar").normalize();
    return List.of(
        "-javaagent:" + jar + "=power.source=none," + option + ",hooks.custom=" + Target.HOOK);
  }

  private static Process start(List<String> flags) throws IOException {
    String home = System.getProperty("whole.java.home", System.getProperty("java.home"));
    List<String> command = new ArrayList<>(List.of(Path.of(home, "bin", "java").toString()));
    command.addAll(flags);
    command.add(WovenCalls.class.getName());
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().keySet().removeIf(name -> name.startsWith("JOULEBOOK_"));
    builder.environment().remove("JAVA_TOOL_OPTIONS");
    builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
    return builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }

  private static Path basedir() {
    return Path.of(System.getProperty("joulebook.basedir", "")).toAbsolutePath();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
