package io.joulebook.agent.whole;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.joulebook.agent.whole.app.SubscribedWorkload;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code hooks.custom} on methods that return publishers: each subscription is a call. */
class SubscribedWholeTest {
  private static final long STEP_NANOS = 40_000_000;

  /** A timer may come early by less than a millisecond. */
  private static final long EARLY = 2_000_000;

  @TempDir Path folder;

  @Test
  void eachSubscriptionIsACallFromItsBeginToItsEnd() throws Exception {
    Path receipts = folder.resolve("receipts.jsonl");
    String hooks =
        Stream.of(
                "three",
                "one",
                "context",
                "many",
                "failing",
                "flowable",
                "observable",
                "single",
                "maybe",
                "completable")
            .map(name -> SubscribedWorkload.class.getName() + "#" + name + "=" + name)
            .collect(Collectors.joining(";"));
    try (AgentJvm jvm =
        AgentJvm.main(SubscribedWorkload.class)
            .agent(
                "metrics.address=off,power.source=simulated,receipts.file="
                    + receipts
                    + ",hooks.custom="
                    + hooks)
            .start()) {
      assertThat(jvm.awaitOut("made ")).isEqualTo("true");
      assertThat(jvm.awaitExit()).as(jvm::output).isZero();
      assertThat(jvm.err()).noneMatch(line -> line.contains("work is done later"));
    }
    List<JsonNode> entries = ReceiptLines.read(receipts);
    assertCalls(entries, "three", 4, 0, 1);
    assertThat(nanos(entries, "three"))
        .filteredOn(nanos -> nanos >= 3 * STEP_NANOS - EARLY)
        .hasSize(3)
        .allMatch(nanos -> nanos < 6 * STEP_NANOS - EARLY); // not into the next one
    assertCalls(entries, "one", 0, 0, 0);
    assertCalls(entries, "context", 2, 1, 0);
    assertCalls(entries, "many", 1, 0, 0);
    assertCalls(entries, "failing", 2, 2, 1);
    assertCalls(entries, "flowable", 2, 0, 1);
    assertCalls(entries, "observable", 1, 0, 1);
    assertCalls(entries, "single", 1, 0, 1);
    assertCalls(entries, "maybe", 1, 0, 1);
    assertCalls(entries, "completable", 1, 1, 1);
  }

  private static Stream<JsonNode> of(List<JsonNode> entries, String model) {
    return entries.stream().filter(entry -> entry.path("model").asText().equals(model));
  }

  private static List<Long> nanos(List<JsonNode> entries, String model) {
    return of(entries, model).map(entry -> entry.path("durationNanos").asLong()).toList();
  }

  private static void assertCalls(
      List<JsonNode> entries, String model, int calls, int failed, int steps) {
    assertThat(of(entries, model)).as(model).hasSize(calls);
    assertThat(of(entries, model).filter(e -> e.path("outcome").asText().equals("error")))
        .as(model)
        .hasSize(failed);
    assertThat(nanos(entries, model))
        .as(model)
        .allMatch(nanos -> nanos >= steps * STEP_NANOS - EARLY);
  }
}
