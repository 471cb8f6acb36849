package io.joulebook.agent.whole;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.joulebook.agent.whole.app.DeferredWorkload;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code hooks.custom} on methods that return before their work is done. */
class DeferredWholeTest {
  private static final String APP = "io.joulebook.agent.whole.app.";
  private static final long MILLIS = 120;

  @TempDir Path folder;

  @Test
  void aCallEndsOnceAndWithItsResult() throws Exception {
    Path receipts = folder.resolve("receipts.jsonl");
    String hooks =
        "%1$sDeferredWorkload#staged=staged;%1$sDeferredWorkload#done=done;"
            + "%1$sDeferredWorkload#submitted=submitted;%1$sDeferredWorkload#lazy=lazy;"
            + "%1$sDeferredWorkload#never=never;%1$sDeferredWorkload#shared=shared;%1$sSuspending#rank=suspended";
    try (AgentJvm jvm =
        AgentJvm.main(DeferredWorkload.class)
            .agent(
                "metrics.address=127.0.0.1:0,power.source=simulated,receipts.file="
                    + receipts
                    + ",hooks.custom="
                    + hooks.formatted(APP))
            .start()) {
      assertThat(jvm.awaitOut("suspended failed ")).isEqualTo("1");
      jvm.awaitErr("DeferredWorkload#lazy returns a java.util.Iterator, whose work is done later");
      Metrics after =
          jvm.awaitMetrics(
              m ->
                  m.value("joulebook_calls_total") == 24
                      && m.value("joulebook_calls_unsettled") == 0);
      MeteringWholeTest.assertBooksBalance(after);
      jvm.say("end");
      assertThat(jvm.awaitExit()).as(jvm::output).isZero();
      List<JsonNode> entries = ReceiptLines.read(receipts);
      assertCalls(entries, "staged", 6, 1, MILLIS);
      assertCalls(entries, "submitted", 3, 0, MILLIS);
      assertCalls(entries, "suspended", 10, 1, MILLIS);
      assertCalls(entries, "shared", 2, 0, 0);
      assertCalls(entries, "done", 1, 0, 0);
      assertCalls(entries, "lazy", 1, 0, 0);
      assertCalls(entries, "never", 1, 0, 0);
    }
  }

  private static void assertCalls(
      List<JsonNode> entries, String model, int calls, int failed, long millis) {
    List<JsonNode> own =
        entries.stream().filter(entry -> entry.path("model").asText().equals(model)).toList();
    assertThat(own).as(model).hasSize(calls);
    assertThat(own)
        .as(model)
        .filteredOn(entry -> entry.path("outcome").asText().equals("error"))
        .hasSize(failed);
    // A timer may come early by less than a millisecond.
    assertThat(own)
        .allSatisfy(
            entry ->
                assertThat(entry.path("durationNanos").asLong())
                    .isGreaterThanOrEqualTo(
                        TimeUnit.MILLISECONDS.toNanos(Math.max(0, millis - 1))));
  }
}
