package io.joulebook.agent.whole;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.joulebook.agent.whole.app.DjlServingWorkload;
import io.joulebook.agent.whole.app.TorchServeWorkload;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Servers that answer several requests with one call of the library: each has its own receipt. */
class ServerWholeTest {
  private static final String CALLS = "joulebook_calls_total";

  @TempDir Path folder;

  private String agent() {
    return "metrics.address=127.0.0.1:0,power.source=simulated,receipts.file="
        + folder.resolve("receipts.jsonl");
  }

  private List<JsonNode> receipts(AgentJvm jvm, int calls) throws Exception {
    jvm.endInput();
    assertThat(jvm.awaitExit()).as(jvm::output).isZero();
    List<JsonNode> receipts = ReceiptLines.read(folder.resolve("receipts.jsonl"));
    assertThat(receipts).hasSize(calls);
    return receipts;
  }

  @Test
  void eachRequestOfABatchOfDjlServingHasItsShareItsRouteAndItsId() throws Exception {
    try (AgentJvm jvm =
        AgentJvm.main(DjlServingWorkload.class, folder.toString())
            .agent(agent())
            .flag("-DDJL_CACHE_DIR=" + folder, "-Dai.djl.offline=true")
            .start()) {
      jvm.awaitOut("ready");
      int calls = 0;
      for (String line : List.of("1 1 1", "1 20 4", "2 10 3")) {
        jvm.say(line);
        jvm.awaitOut("served " + line);
        String[] numbers = line.split(" ", -1);
        calls += Integer.parseInt(numbers[1]) * Integer.parseInt(numbers[2]);
        int soFar = calls;
        jvm.awaitMetrics(m -> m.value(CALLS) == soFar && m.value("joulebook_calls_unsettled") == 0);
      }
      Metrics metrics = jvm.metrics();

      assertThat(metrics.value(CALLS, "model=\"minilm:1\"")).isEqualTo(1 + 80);
      assertThat(metrics.value(CALLS, "model=\"minilm:2\"")).isEqualTo(30);
      assertThat(metrics.has(CALLS, "engine=\"onnxruntime\"")).isFalse();
      assertThat(metrics.value("joulebook_items_total")).isEqualTo(111);
      assertThat(metrics.value("joulebook_tokens_total")).isEqualTo(3 * 111);
      assertThat(metrics.value("joulebook_hook_installed", "djl-serving")).isEqualTo(1);
      MeteringWholeTest.assertBooksBalance(metrics);
      assertEachIsItsOwn(receipts(jvm, 111));
    }
  }

  private static void assertEachIsItsOwn(List<JsonNode> receipts) {
    List<JsonNode> batched = receipts.subList(1, receipts.size());
    assertThat(batched)
        .extracting(receipt -> receipt.path("requestId").asText())
        .containsExactlyInAnyOrderElementsOf(
            IntStream.range(1, 111).mapToObj(i -> "request-" + i).toList());
    Map<String, Long> routes =
        batched.stream()
            .collect(Collectors.groupingBy(r -> r.path("route").asText(), Collectors.counting()));
    assertThat(routes)
        .isEqualTo(
            Map.of(
                "/predictions/{model_name}", 30L,
                "/predictions/{model_name}/{version}", 30L,
                "/invocations", 30L,
                "/v1/chat/completions", 20L));
    Map<String, List<Long>> batches =
        batched.stream()
            .collect(
                Collectors.groupingBy(
                    r -> r.path("start").asText(),
                    Collectors.mapping(ServerWholeTest::micros, Collectors.toList())));
    assertThat(batches).hasSize(30);
    for (List<Long> shares : batches.values()) {
      long most = shares.stream().mapToLong(each -> each).max().orElseThrow();
      assertThat(shares).hasSizeBetween(3, 4).allMatch(each -> most - each <= 4 && each > 0);
    }
  }

  private static long micros(JsonNode receipt) {
    JsonNode charge = receipt.path("charges").get(0);
    return charge.path("activeMicrojoules").asLong() + charge.path("baseMicrojoules").asLong();
  }

  @Test
  void eachRequestOfTorchServeLastsUntilItsLastAnswer() throws Exception {
    try (AgentJvm jvm = AgentJvm.main(TorchServeWorkload.class).agent(agent()).start()) {
      jvm.awaitOut("ready");
      int calls = 0;
      for (String line :
          List.of(
              "plain 1 1 ok",
              "plain 4 1 ok",
              "sequence 2 3 ok",
              "async 3 1 ok",
              "plain 2 5 ok",
              "continuous 2 5 ok",
              "plain 3 1 refused",
              "async 2 1 error")) {
        String[] words = line.split(" ", -1);
        jvm.say(line);
        jvm.awaitNextOut("served " + words[0]);
        calls += Integer.parseInt(words[1]) + (words[0].equals("continuous") ? 4 : 0);
        int soFar = calls;
        jvm.awaitMetrics(m -> m.value(CALLS) == soFar && m.value("joulebook_calls_unsettled") == 0);
      }
      Metrics metrics = jvm.metrics();

      String resnet = "model=\"resnet:plain\"";
      assertThat(metrics.value(CALLS, resnet, "outcome=\"ok\"")).isEqualTo(1 + 4 + 2);
      assertThat(metrics.value(CALLS, resnet, "outcome=\"error\"")).isEqualTo(3);
      assertThat(metrics.value(CALLS, "model=\"resnet:async\"", "outcome=\"error\"")).isEqualTo(2);
      assertThat(metrics.value("joulebook_hook_installed", "torchserve")).isEqualTo(1);
      MeteringWholeTest.assertBooksBalance(metrics);
      List<JsonNode> receipts = receipts(jvm, calls);
      assertThat(answers(receipts, "resnet:continuous")).containsExactly(5L, 5L, 4L, 3L, 2L, 1L);
      assertThat(answers(receipts, "resnet:plain")).startsWith(5L, 5L, 0L).endsWith(0L);
      assertThat(answers(receipts, "resnet:sequence")).containsExactly(3L, 3L);
      assertThat(receipts).allMatch(ServerWholeTest::lastedAsLongAsItsSteps);
      assertThat(receipts)
          .filteredOn(receipt -> receipt.has("outputTokens"))
          .hasSize(2 + 2 + 6)
          .allMatch(receipt -> receipt.path("outputTokensAtLeast").asBoolean())
          .allMatch(receipt -> receipt.has("firstTokenNanos"));
      assertThat(receipts.get(1).path("route").asText()).isEqualTo("/predictions/{model_name}");
      assertThat(receipts.get(2).path("route").asText()).isEqualTo("/explanations/{model_name}");
      assertThat(receipts)
          .extracting(receipt -> receipt.path("requestId").asText())
          .doesNotHaveDuplicates()
          .contains("request-1", "request-" + (calls - 1));
    }
  }

  // What a stream had, most first.
  private static List<Long> answers(List<JsonNode> receipts, String model) {
    return receipts.stream()
        .filter(receipt -> receipt.path("model").asText().equals(model))
        .map(receipt -> receipt.path("outputTokens").asLong())
        .sorted(Comparator.reverseOrder())
        .toList();
  }

  // A worker's step takes at least 50 ms.
  private static boolean lastedAsLongAsItsSteps(JsonNode receipt) {
    long steps = Math.max(1, receipt.path("outputTokens").asLong());
    return receipt.path("durationNanos").asLong() >= steps * 49_000_000;
  }
}
