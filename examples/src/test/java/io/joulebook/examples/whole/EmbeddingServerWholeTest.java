package io.joulebook.examples.whole;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The real server in a JVM of its own, with the built agent and its simulated GPU. */
class EmbeddingServerWholeTest {
  private static final Path TARGET = Forked.basedir().resolve("target");
  private static final Path AGENT =
      Forked.basedir().resolve("../agent/target/joulebook-agent.jar").normalize();
  private static final String[] TEXTS = {
    "The cat sleeps on the sofa.",
    "A kitten is napping on the couch.",
    "Electricity prices rose sharply in winter.",
  };
  private static final String BATCHED = "/embed";
  private static final String ONE_BY_ONE = "/embed-one-by-one";
  private static final int REQUESTS = 12;
  private static final Map<String, Integer> sent = new TreeMap<>();

  private static Forked jvm;
  private static Web server;
  private static Web metrics;

  @BeforeAll
  static void start() throws Exception {
    jvm =
        Forked.start(
            new ProcessBuilder(
                Forked.javaHome().resolve("bin/java").toString(),
                "-javaagent:" + AGENT + "=metrics.address=127.0.0.1:0,power.source=simulated",
                "-cp",
                TARGET.resolve("joulebook-examples.jar") + ":" + TARGET.resolve("lib") + "/*",
                "io.joulebook.examples.server.EmbeddingServer",
                "0"));
    server = new Web(URI.create(jvm.await("Listening on (http://[^,]+),")));
    metrics = new Web(URI.create(jvm.await("metrics on (http://[^ ]+)/metrics")));
  }

  @AfterAll
  static void stop() throws Exception {
    try (Forked ending = jvm) {
      ending.terminate();
      ending.awaitExit();
      assertThat(ending.output()).doesNotContain("Exception");
    }
  }

  @Test
  void likeSentencesAreCloserThanUnlikeOnesOnBothRoutes() throws Exception {
    for (String route : List.of(BATCHED, ONE_BY_ONE)) {
      List<double[]> vectors = embed(route);
      assertThat(vectors).hasSize(3).allMatch(vector -> vector.length == 384);
      vectors.forEach(v -> assertThat(dot(v, v)).isCloseTo(1, within(1e-5)));
      assertThat(dot(vectors.get(0), vectors.get(1)))
          .isGreaterThan(dot(vectors.get(0), vectors.get(2)) + 0.3);
    }
  }

  @Test
  void theRoutesAgreeAsFarAsTheQuantizedModelDoesWithItself() throws Exception {
    List<double[]> together = embed(BATCHED);
    List<double[]> oneByOne = embed(ONE_BY_ONE);
    for (int i = 0; i < TEXTS.length; i++) {
      assertThat(dot(together.get(i), oneByOne.get(i))).isGreaterThan(0.97);
    }
  }

  @Test
  void theBooksHoldEveryCallAndEveryItem() throws Exception {
    for (int i = 0; i < REQUESTS; i++) {
      embed(BATCHED);
      embed(ONE_BY_ONE);
    }
    int requests = sent.get(BATCHED);
    int texts = requests * TEXTS.length;
    int single = sent.get(ONE_BY_ONE) * TEXTS.length;
    String books = awaitSettled(requests + single);

    assertCount(books, "joulebook_calls_total", "minilm-batched", requests);
    assertCount(books, "joulebook_calls_total", "minilm-one-by-one", single);
    assertCount(books, "joulebook_items_total", "minilm-batched", texts);
    assertCount(books, "joulebook_items_total", "minilm-one-by-one", single);
    BigDecimal measured = sum(books, "joulebook_measured_joules_total");
    assertThat(measured).isPositive();
    assertThat(sum(books, "joulebook_energy_joules_total")).isEqualByComparingTo(measured);
    assertThat(sum(books, "joulebook_model_energy_joules_total"))
        .isPositive()
        .isEqualByComparingTo(sum(books, "joulebook_energy_joules_total", "account=\"requests\""));
    assertThat(sum(books, "joulebook_ledger_residual_joules")).isEqualByComparingTo("0");
  }

  @Test
  void whatTheServerCannotDoItSays() throws Exception {
    assertAnswer(server.get("/health"), 200, "\"minilm-batched\":\"cpu()\"");
    assertAnswer(server.get("/"), 200, "POST /embed");
    assertAnswer(server.get("/nowhere"), 404, "no such route: /nowhere");
    assertAnswer(server.get("/embed"), 405, "/embed takes POST, not GET");
    assertAnswer(server.post("/embed", "{}"), 400, "send {");
    assertAnswer(server.post("/embed-one-by-one", "x"), 400, "not JSON");
    assertAnswer(server.post("/embed", " ".repeat(3 << 20)), 413, "1048576 bytes");
  }

  private static void assertAnswer(HttpResponse<String> response, int status, String part) {
    assertThat(response.statusCode()).isEqualTo(status);
    assertThat(response.body()).contains(part);
    assertThat(response.headers().firstValue("Content-Type")).contains("application/json");
  }

  private static List<double[]> embed(String route) throws Exception {
    sent.merge(route, 1, Integer::sum);
    return server.embed(route, TEXTS);
  }

  private static void assertCount(String books, String name, String model, int expected) {
    assertThat(sum(books, name, "model=\"" + model + "\""))
        .describedAs("%s of %s", name, model)
        .isEqualByComparingTo(BigDecimal.valueOf(expected));
  }

  private static String awaitSettled(int calls) throws Exception {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (System.nanoTime() < deadline) {
      String text = metrics.get("/metrics").body();
      boolean none = text.contains("\njoulebook_calls_unsettled 0.0\n");
      if (none && sum(text, "joulebook_calls_total").intValue() >= calls) {
        return text;
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
    }
    throw new AssertionError("not settled\n" + metrics.get("/metrics").body());
  }

  private static BigDecimal sum(String text, String name, String... labels) {
    Pattern line = Pattern.compile("^" + name + "(\\{.*})? (\\S+)$", Pattern.MULTILINE);
    return line.matcher(text)
        .results()
        .filter(m -> Arrays.stream(labels).allMatch(m.group(1)::contains))
        .map(m -> new BigDecimal(m.group(2)))
        .reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  private static double dot(double[] a, double[] b) {
    return IntStream.range(0, a.length).mapToDouble(i -> a[i] * b[i]).sum();
  }
}
