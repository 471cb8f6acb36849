package io.joulebook.agent.whole;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.joulebook.agent.whole.app.DeferredWorkload;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code hooks.custom} on methods that return before their work is done. */
class DeferredWholeTest {
  private static final String APP = "io.joulebook.agent.whole.app.";
  private static final long MILLIS = 120;
  private static final List<String> LAZY =
      List.of(
          "iterator",
          "failing",
          "iterable",
          "list",
          "stream",
          "numbers",
          "flux",
          "publisher",
          "mono",
          "flow");

  /** Seven times three pieces, an end, a mono, two pieces and a failure, and two of three. */
  private static final String READ = "28";

  @TempDir Path folder;

  @Test
  void aCallEndsOnceAndWithItsResult() throws Exception {
    Path receipts = folder.resolve("receipts.jsonl");
    String hooks =
        "%1$sDeferredWorkload#staged=staged;%1$sDeferredWorkload#done=done;"
            + "%1$sDeferredWorkload#submitted=submitted;"
            + LAZY.stream()
                .map(name -> "%1$sDeferredWorkload#" + name + "=" + name + ";")
                .collect(Collectors.joining())
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
      assertThat(jvm.awaitOut("read ")).isEqualTo(READ);
      assertThat(jvm.awaitOut("a list is there: ")).isEqualTo("it is");
      Metrics after =
          jvm.awaitMetrics(
              m ->
                  m.value("joulebook_calls_total") == 36
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
      assertCalls(entries, "list", 1, 0, 0);
      assertCalls(entries, "failing", 1, 1, MILLIS);
      for (String name : List.of("stream", "numbers", "publisher", "mono", "flow")) {
        assertCalls(entries, name, 1, 0, MILLIS);
      }
      // The others were given up, or never read.
      assertCalls(entries, "iterator", 2, 0, 0);
      assertCalls(entries, "iterable", 2, 0, 0);
      assertCalls(entries, "flux", 2, 0, MILLIS / 2);
      for (String name : List.of("iterator", "iterable", "flux")) {
        assertThat(entries)
            .filteredOn(entry -> entry.path("model").asText().equals(name))
            .anyMatch(entry -> entry.path("durationNanos").asLong() >= (MILLIS - 1) * 1_000_000);
      }
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
