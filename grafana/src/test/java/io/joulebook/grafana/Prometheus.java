package io.joulebook.grafana;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A real Prometheus, with the shipped configuration; only the address and the pace are changed. */
final class Prometheus implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Child process;
  private final HttpClient client = HttpClient.newHttpClient();
  private final String api;

  private Prometheus(Child process, String api) {
    this.process = process;
    this.api = api;
  }

  /** Starts it to scrape that address every second, with its data in that folder. */
  static Prometheus start(Path folder, String target) throws IOException {
    Path config = folder.resolve("prometheus.yml");
    String shipped = Files.readString(Dashboard.folder().resolve("prometheus/prometheus.yml"));
    Files.writeString(config, shipped.replace("127.0.0.1:9487", target).replace("15s", "1s"));
    Path rules = Files.createDirectory(folder.resolve("rules"));
    for (String file : Rule.FILES) {
      Files.copy(Rule.folder().resolve(file), rules.resolve(file));
    }
    String address = "127.0.0.1:" + freePort();
    ProcessBuilder builder =
        new ProcessBuilder(
            Needs.Condition.onPath("prometheus").orElseThrow().toString(),
            "--config.file=" + config,
            "--storage.tsdb.path=" + folder.resolve("data"),
            "--web.listen-address=" + address,
            "--enable-feature=exemplar-storage",
            "--log.level=warn");
    return new Prometheus(Child.start(builder), "http://" + address + "/api/v1/");
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /** Its address, for others to ask it. */
  String address() {
    return api.substring(0, api.indexOf("/api/"));
  }

  /** Waits until a query gives a value above 0. */
  void await(String expression) throws Exception {
    process.await(expression, () -> isPositive(expression));
  }

  private boolean isPositive(String expression) throws InterruptedException {
    try {
      QueryResult answer = query(expression, Instant.now());
      return answer.series().stream().anyMatch(series -> series.last() > 0);
    } catch (IOException notYetUp) {
      return false;
    }
  }

  /** The value of an expression at one moment. */
  QueryResult query(String expression, Instant at) throws IOException, InterruptedException {
    return QueryResult.of(get("query", Map.of("query", expression, "time", at.toString())));
  }

  /** The values of an expression, second by second. */
  QueryResult queryRange(String expression, Instant from, Instant to)
      throws IOException, InterruptedException {
    return QueryResult.of(
        get(
            "query_range",
            Map.of(
                "query", expression, "start", from.toString(), "end", to.toString(), "step", "1")));
  }

  /** The labels of the exemplars of what an expression selects. */
  List<Map<String, String>> exemplars(String expression, Instant from, Instant to)
      throws IOException, InterruptedException {
    JsonNode answer =
        get(
            "query_exemplars",
            Map.of("query", expression, "start", from.toString(), "end", to.toString()));
    return Dashboard.stream(answer.path("data"))
        .flatMap(series -> Dashboard.stream(series.path("exemplars")))
        .map(exemplar -> QueryResult.labels(exemplar.path("labels")))
        .toList();
  }

  /** What is wrong with the rules that it evaluates, one line each. */
  List<String> ruleFaults() throws IOException, InterruptedException {
    return Dashboard.stream(get("rules", Map.of()).at("/data/groups"))
        .flatMap(group -> Dashboard.stream(group.path("rules")))
        .filter(rule -> !rule.path("lastError").asText().isEmpty())
        .map(rule -> rule.path("name").asText() + ": " + rule.path("lastError").asText())
        .toList();
  }

  /** The values of a label on the series selected. */
  List<String> labelValues(String label, String selector) throws IOException, InterruptedException {
    JsonNode answer = get("label/" + label + "/values", Map.of("match[]", selector));
    return Dashboard.stream(answer.path("data")).map(JsonNode::asText).toList();
  }

  private JsonNode get(String path, Map<String, String> parameters)
      throws IOException, InterruptedException {
    String query =
        parameters.entrySet().stream()
            .map(entry -> encode(entry.getKey()) + "=" + encode(entry.getValue()))
            .collect(Collectors.joining("&"));
    HttpRequest request = HttpRequest.newBuilder(URI.create(api + path + "?" + query)).build();
    return JSON.readTree(client.send(request, HttpResponse.BodyHandlers.ofString()).body());
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    process.close();
  }
}
