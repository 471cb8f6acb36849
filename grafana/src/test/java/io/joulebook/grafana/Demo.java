package io.joulebook.grafana;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * The real embedding server of the examples, with the agent's simulated GPU and the OpenTelemetry
 * agent, under some load.
 */
final class Demo implements AutoCloseable {
  private static final List<String> ROUTES = List.of("/embed", "/embed-one-by-one");
  private static final String TEXTS =
      "{\"texts\": [\"The cat sleeps on the sofa.\", \"It rained all night.\"]}";
  private static final long BETWEEN_CALLS_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private final Child server;
  private final HttpClient client = HttpClient.newHttpClient();
  private final ExecutorService load = Executors.newSingleThreadExecutor();
  private final URI address;
  private final String metricsAddress;

  private Demo(Child server) throws Exception {
    this.server = server;
    address = URI.create(server.await("Listening on (http://[^,]+),"));
    metricsAddress = server.await("metrics on http://([^ /]+)/metrics");
  }

  /** Starts it; its temporary files go to that folder. */
  static Demo start(Path folder) throws Exception {
    Path root = Dashboard.folder().resolve("..").normalize();
    Path target = root.resolve("examples/target");
    ProcessBuilder java =
        new ProcessBuilder(
            java(),
            "-javaagent:" + openTelemetry(),
            "-Dotel.traces.exporter=none",
            "-Dotel.metrics.exporter=none",
            "-Dotel.logs.exporter=none",
            "-javaagent:"
                + root.resolve("agent/target/joulebook-agent.jar")
                + "=metrics.address=127.0.0.1:0,power.source=simulated,config="
                + configuration(folder),
            "-Djava.io.tmpdir=" + folder,
            "-cp",
            target.resolve("joulebook-examples.jar") + ":" + target.resolve("lib") + "/*",
            "io.joulebook.examples.server.EmbeddingServer",
            "0");
    java.environment().put("DJL_CACHE_DIR", target.resolve("djl").toString());
    return new Demo(Child.start(java));
  }

  /**
   * A live feed of Germany without a network, all that can be stated beside electricity, and
   * budgets of each kind: one is over, and one has nothing to judge by. What the feed tells lasts
   * for an hour from now, whatever the time is: calls after it would wait for a price.
   */
  private static Path configuration(Path folder) throws IOException {
    Instant now = Instant.ofEpochSecond(Instant.now().getEpochSecond() / 300 * 300);
    Path feed = folder.resolve("intensity.csv");
    Files.writeString(
        feed,
        "from,to,g_per_kwh\n"
            + String.format("%s,%s,301.5%n", now.minus(Duration.ofHours(1)), now)
            + String.format("%s,%s,299.25%n", now, now.plus(Duration.ofHours(1)))
            + String.format(
                "%s,%s,lost%n", now.minus(Duration.ofHours(3)), now.minus(Duration.ofHours(2))));
    return Files.writeString(
        folder.resolve("joulebook.yaml"),
        """
        grid: {zone: DE, feeds: [file, static], history: %s}
        feeds: {file: {path: %s, signal: average, basis: lifecycle}}
        wue: 0.27
        embodied: [{preset: hgx-h100, lifetime: 5y}]
        training: [{kg: 20, calls: 1000000}]
        budgets:
          - {name: embed, route: "/embed*", joules-per-call: 50, objective: 0.99}
          - {name: embed-tight, model: "minilm-*", joules-per-call: 0.25, objective: 95%%}
          - {name: embed-tokens, joules-per-output-token: 1, objective: 0.99}
          - {name: embed-carbon, operation: "*", grams-per-call: 0.5, objective: 0.999}
          - {name: embed-day, model: "*", kwh-per-day: 0.005}
        """
            .formatted(folder.resolve("history"), feed));
  }

  // Its spans give the calls the traces that exemplars lead to.
  private static String openTelemetry() {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
        .filter(entry -> entry.contains("opentelemetry-javaagent"))
        .findFirst()
        .orElseThrow();
  }

  private static String java() {
    String home = System.getProperty("whole.java.home", System.getProperty("java.home"));
    return Path.of(home, "bin", "java").toString();
  }

  /** Host and port of its metrics. */
  String metricsAddress() {
    return metricsAddress;
  }

  /** Calls both models, again and again, until {@link #close}. */
  Future<?> keepCalling() {
    return load.submit(
        () -> {
          while (!Thread.currentThread().isInterrupted()) {
            for (String route : ROUTES) {
              post(route);
              LockSupport.parkNanos(BETWEEN_CALLS_NANOS);
            }
          }
          return null;
        });
  }

  private void post(String route) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(address.resolve(route))
            .POST(HttpRequest.BodyPublishers.ofString(TEXTS))
            .build();
    HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
    if (response.statusCode() != 200) {
      throw new IOException(route + ": " + response.body());
    }
  }

  /** Makes no further call. */
  void stopCalling() {
    load.shutdownNow();
  }

  @Override
  public void close() {
    load.shutdownNow();
    server.close();
  }
}
