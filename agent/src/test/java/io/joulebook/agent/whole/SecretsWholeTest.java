package io.joulebook.agent.whole;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.joulebook.agent.whole.app.CustomWorkload;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The keys of an agent that runs are in none of its outputs, though its feeds send them back in all
 * that they answer and its configuration is changed into disorder.
 */
class SecretsWholeTest {
  private static final String KEY = "SEKRET-4711";
  private static final String RELOADED = "joulebook_budgets_last_reload_successful";

  /** What the file is changed into; {@code SecretsTest} has all kinds of it. */
  private static final List<String> DISORDER =
      List.of(
          "feeds.http-json: {headers: {X-Key: 'SEKRET-4711}}",
          "budgets:\n  - name: 'a\n    feeds.watttime.password: SEKRET-4711'\n    joules-per-call: x");

  @TempDir Path folder;

  private final AtomicInteger questions = new AtomicInteger();

  private HttpServer echo() throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::sendBack);
    server.start();
    return server;
  }

  private void sendBack(HttpExchange exchange) throws IOException {
    try (exchange) {
      int[] statuses = {200, 401, 302, 500, 429};
      int status = statuses[questions.getAndIncrement() % statuses.length];
      String all = exchange.getRequestURI() + " " + exchange.getRequestHeaders().entrySet();
      byte[] body = ("{\"error\": \"" + all + "\", " + KEY + "}").getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Location", "/" + KEY);
      exchange.getResponseHeaders().set("Content-Type", "application/" + KEY);
      exchange.sendResponseHeaders(status, body.length);
      exchange.getResponseBody().write(body);
    }
  }

  private String configuration(int port, String feeds) {
    return String.join(
        "\n",
        "grid: {zone: DE, feeds: [" + feeds + ", static]}",
        "grid.history: " + folder.resolve("history"),
        "feeds.electricitymaps.url: http://127.0.0.1:" + port + "/" + KEY + "/v3",
        "feeds.watttime: {url: 'http://127.0.0.1:"
            + port
            + "', region: CAISO_NORTH, user: "
            + KEY
            + "}",
        "feeds.http-json:",
        "  url: 'http://127.0.0.1:" + port + "/x?key=" + KEY + "&from={from}&to={to}'",
        "  headers: {X-Key: " + KEY + "}",
        "  values: /data",
        "  from: /from",
        "  resolution: 5m",
        "  value: /g",
        "  unit: gCO2/kWh",
        "  signal: average",
        "  basis: lifecycle",
        "  poll: 1m",
        "  licence: none",
        "  attribution: none",
        "budgets: [{name: all, joules-per-call: 5, objective: 99%}]",
        "");
  }

  private AgentJvm start(Path config) throws IOException {
    return AgentJvm.main(CustomWorkload.class)
        .agent(
            "metrics.address=127.0.0.1:0,power.source=simulated,config="
                + config
                + ",receipts.file="
                + folder.resolve("receipts.jsonl")
                + ",hooks.custom=io.joulebook.agent.whole.app.Ranker#score=ranker")
        .environment("JOULEBOOK_FEEDS_ELECTRICITYMAPS_TOKEN", KEY)
        .environment("JOULEBOOK_FEEDS_WATTTIME_PASSWORD", KEY)
        .start();
  }

  @ParameterizedTest
  @ValueSource(strings = {"http-json, electricitymaps", "watttime"})
  void noKeyIsInAnythingThatTheAgentSaysOrWrites(String asked) throws Exception {
    HttpServer feeds = echo();
    String right = configuration(feeds.getAddress().getPort(), asked);
    Path config = Files.writeString(folder.resolve("joulebook.yaml"), right);
    try (AgentJvm jvm = start(config)) {
      jvm.say("score 20 20");
      jvm.awaitOut("done score");
      Metrics metrics = jvm.awaitMetrics(m -> allAreAsked(m, asked) && m.has(RELOADED));
      assertThat(metrics.value(RELOADED)).isEqualTo(1);
      for (String disorder : DISORDER) {
        Files.writeString(config, disorder);
        jvm.awaitMetrics(m -> m.value(RELOADED) == 0);
        assertNoKey(jvm);
        Files.writeString(config, right);
        jvm.awaitMetrics(m -> m.value(RELOADED) == 1);
      }
      jvm.endInput();
      jvm.awaitExit();
      assertThat(jvm.output()).contains("those in force stay").doesNotContain("SEKR");
    } finally {
      feeds.stop(0);
    }
    assertThat(Files.readString(folder.resolve("receipts.jsonl"))).contains("\"receipt\"");
    assertNoKeyInFiles();
  }

  private static boolean allAreAsked(Metrics metrics, String feeds) {
    return Stream.of(feeds.split(", "))
        .allMatch(feed -> metrics.has("joulebook_feed_requests_total", feed));
  }

  private static void assertNoKey(AgentJvm jvm) throws Exception {
    String base = jvm.metricsAddress().replace("/metrics", "");
    for (String page : List.of("/metrics", "/", "/runbooks", "/-/healthy", "/nowhere")) {
      assertThat(get(base + page)).as(page).isNotEmpty().doesNotContain("SEKR");
    }
    assertThat(jvm.output()).doesNotContain("SEKR");
  }

  private static String get(String address) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(address)).header("Authorization", "Basic " + KEY).build();
    return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString()).body();
  }

  private void assertNoKeyInFiles() throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        if (!file.endsWith("joulebook.yaml")) {
          assertThat(Files.readString(file)).as(file.toString()).doesNotContain("SEKR");
        }
      }
    }
  }
}
