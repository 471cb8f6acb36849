package io.joulebook.agent.whole;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.joulebook.agent.whole.app.HttpWorkload;
import io.joulebook.agent.whole.app.ServletWorkload;
import io.joulebook.agent.whole.app.WithinSpan;
import java.io.File;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The route and the trace of the request in which a call was made are on its receipt. */
class RequestWholeTest {
  private static final String CALLS = "joulebook_calls_total";
  private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path folder;

  private final HttpClient client = HttpClient.newHttpClient();
  private int asked;

  private AgentJvm.Builder server() {
    return server(HttpWorkload.class);
  }

  private AgentJvm.Builder server(Class<?> workload) {
    return AgentJvm.main(workload, folder.toString())
        .agent(options("io.joulebook.agent.whole.app.Ranker#score"));
  }

  private int ask(String server, String path) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(server + path))
            .header("traceparent", "00-" + TRACE + "-00f067aa0ba902b7-01")
            .build();
    return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
  }

  // What is needed to see a request or a trace is found while the first calls are made.
  private JsonNode askUntilSeen(AgentJvm jvm, String path, String key) throws Exception {
    String server = jvm.awaitOut("listening on ");
    return Patience.await(
        () -> {
          assertThat(ask(server, path)).isEqualTo(204);
          int calls = ++asked;
          jvm.awaitMetrics(m -> m.value(CALLS) == calls);
          return receipts().stream().filter(r -> r.hasNonNull(key)).findFirst().orElse(null);
        },
        () -> "no receipt with " + key + "\n" + jvm.output());
  }

  // Lines reach the file some time after the metrics.
  private List<JsonNode> receipts() throws Exception {
    List<JsonNode> receipts = new ArrayList<>();
    if (Files.notExists(folder.resolve("receipts.jsonl"))) {
      return receipts;
    }
    for (String line : Files.readAllLines(folder.resolve("receipts.jsonl"))) {
      JsonNode entry = line.endsWith("}") ? JSON.readTree(line) : JSON.createObjectNode();
      if (entry.path("type").asText().equals("receipt")) {
        receipts.add(entry);
      }
    }
    return receipts;
  }

  @Test
  void theRouteIsThatOfTheServersContext() throws Exception {
    try (AgentJvm jvm = server().start()) {
      JsonNode receipt = askUntilSeen(jvm, "/rank/of/something?q=1", "route");

      assertThat(receipt.path("route").asText()).isEqualTo("/rank");
      assertThat(receipt.hasNonNull("traceId")).isFalse();
      assertThat(jvm.metrics().value("joulebook_hook_installed", "jdk-httpserver")).isEqualTo(1);
    }
  }

  @Test
  void theRouteOfAServletIsItsMapping() throws Exception {
    try (AgentJvm jvm = server(ServletWorkload.class).start()) {
      JsonNode receipt = askUntilSeen(jvm, "/plain/of/something?q=1", "route");

      assertThat(receipt.path("route").asText()).isEqualTo("/plain/*");
      assertThat(jvm.metrics().value("joulebook_hook_installed", "servlet")).isEqualTo(1);
    }
  }

  @Test
  void theRouteOfSpringMvcIsItsPattern() throws Exception {
    try (AgentJvm jvm = server(ServletWorkload.class).start()) {
      assertThat(askUntilSeen(jvm, "/rank/17", "route").path("route").asText())
          .isEqualTo("/rank/{id}");
    }
  }

  private String options(String metered) {
    return "metrics.address=127.0.0.1:0,power.source=simulated,receipts.file="
        + folder.resolve("receipts.jsonl")
        + ",hooks.custom="
        + metered
        + "=ranker";
  }

  @Test
  void aHandlerThatThrowsEndsItsRequest() throws Exception {
    try (AgentJvm jvm = server().start()) {
      askUntilSeen(jvm, "/rank", "route");
      String server = jvm.awaitOut("listening on ");
      try {
        ask(server, "/fail");
      } catch (java.io.IOException closedWithoutAnAnswer) {
        assertThat(closedWithoutAnAnswer).isNotNull();
      }

      assertThat(askUntilSeen(jvm, "/traced", "traceId").path("route").asText())
          .isEqualTo("/traced");
    }
  }

  @Test
  void theTraceIsThatOfTheApplicationsOwnApi() throws Exception {
    try (AgentJvm jvm = server().start()) {
      JsonNode receipt = askUntilSeen(jvm, "/traced", "traceId");

      assertThat(receipt.path("traceId").asText()).isEqualTo(WithinSpan.TRACE);
    }
  }

  @Test
  void theTraceIsThatOfTheOpenTelemetryAgentWhereTheApplicationHasNoApi() throws Exception {
    String bare = without(AgentJvm.hostClassPath(), "opentelemetry");
    try (AgentJvm jvm = withOpenTelemetry(server()).environment("CLASSPATH", bare).start()) {
      JsonNode receipt = askUntilSeen(jvm, "/rank", "traceId");

      assertThat(receipt.path("traceId").asText()).isEqualTo(TRACE);
      assertThat(jvm.err()).noneMatch(line -> line.contains("cannot hook"));
    }
  }

  @Test
  void theTraceIsThatOfTheOpenTelemetryAgentWhereTheApplicationHasTheApiToo() throws Exception {
    try (AgentJvm jvm = withOpenTelemetry(server()).start()) {
      JsonNode receipt = askUntilSeen(jvm, "/rank", "traceId");

      assertThat(receipt.path("traceId").asText()).isEqualTo(TRACE);
    }
  }

  static AgentJvm.Builder withOpenTelemetry(AgentJvm.Builder builder) {
    String jar =
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
            .filter(entry -> entry.contains("opentelemetry-javaagent"))
            .findFirst()
            .orElseThrow();
    return builder.flag(
        "-javaagent:" + jar,
        "-Dotel.traces.exporter=none",
        "-Dotel.metrics.exporter=none",
        "-Dotel.logs.exporter=none");
  }

  private static String without(String classPath, String part) {
    return String.join(
        File.pathSeparator,
        Arrays.stream(classPath.split(File.pathSeparator, -1))
            .filter(entry -> !entry.contains(part))
            .toList());
  }
}
