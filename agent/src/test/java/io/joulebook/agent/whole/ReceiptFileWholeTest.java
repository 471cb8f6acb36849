package io.joulebook.agent.whole;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.joulebook.agent.whole.app.CustomWorkload;
import io.joulebook.nvml.fake.FakeMachine;
import io.joulebook.nvml.fake.NeedsCompiler;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The file of receipts tells of the same joules as the metrics. */
@NeedsCompiler
class ReceiptFileWholeTest {
  private static final String CALLS = "joulebook_calls_total";
  private static final String MEASURED = "joulebook_measured_joules_total";

  @TempDir Path folder;

  private AgentJvm start(FakeMachine machine, Path file) throws Exception {
    return AgentJvm.main(CustomWorkload.class)
        .agent(
            "metrics.address=127.0.0.1:0,power.source=nvml,nvml.library="
                + machine.library()
                + ",statements.interval=0s,receipts.file="
                + file
                + ",hooks.custom=io.joulebook.agent.whole.app.Ranker#score=ranker")
        .start();
  }

  private static void score(AgentJvm jvm, String command) throws Exception {
    jvm.say(command);
    assertThat(jvm.awaitOut("done " + command + ": ")).isEqualTo("ok");
  }

  @Test
  void itsReceiptsAndStatementsAddUpToTheMetrics() throws Exception {
    Path file = folder.resolve("receipts.jsonl");
    FakeMachine machine = FakeMachine.oneH100(folder.resolve("machine"));
    try (AgentJvm jvm = start(machine, file)) {
      score(jvm, "score 1 1");
      jvm.awaitMetrics(m -> m.has(MEASURED));
      score(jvm, "score 100 5");
      Metrics metrics =
          jvm.awaitMetrics(m -> m.value(CALLS) == 101 && m.value("joulebook_calls_unsettled") == 0);
      // The books go on until the very end, so the metrics are those of some line before it.
      jvm.say("exit");
      assertThat(jvm.awaitExit()).isEqualTo(7);

      List<JsonNode> lines = lines(file);
      assertThat(receipts(lines))
          .isEqualByComparingTo(metrics.sum("joulebook_model_energy_joules_total"));
      assertThat(lines.stream().filter(line -> is(line, "receipt"))).hasSize(101);
      assertThat(measuredUpToEachLine(lines)).contains(metrics.sum(MEASURED).stripTrailingZeros());
      assertThat(jvm.err()).hasSize(1);
    }
  }

  @Test
  void aFileThatCannotBeHadIsOneLineAndNothingElseSuffers() throws Exception {
    FakeMachine machine = FakeMachine.oneH100(folder.resolve("machine"));
    try (AgentJvm jvm = start(machine, folder)) {
      score(jvm, "score 1 1");
      jvm.awaitMetrics(m -> m.value(CALLS) == 1 && m.has(MEASURED));

      assertThat(jvm.err()).filteredOn(line -> line.contains("receipts.file")).hasSize(1);
    }
  }

  private static List<JsonNode> lines(Path file) throws Exception {
    List<JsonNode> lines = new ArrayList<>();
    for (String line : Files.readAllLines(file)) {
      lines.add(new ObjectMapper().readTree(line));
    }
    assertThat(lines.get(0).get("type").textValue()).isEqualTo("head");
    assertThat(lines.get(0).get("configuration").get("power.source").textValue()).isEqualTo("nvml");
    return lines;
  }

  private static boolean is(JsonNode line, String type) {
    return line.get("type").textValue().equals(type);
  }

  private static BigDecimal receipts(List<JsonNode> lines) {
    long micros = 0;
    for (JsonNode line : lines) {
      for (JsonNode charge : line.path("charges")) {
        micros += charge.get("activeMicrojoules").longValue();
        micros += charge.get("baseMicrojoules").longValue();
      }
    }
    return BigDecimal.valueOf(micros, 6);
  }

  private static List<BigDecimal> measuredUpToEachLine(List<JsonNode> lines) {
    List<BigDecimal> sums = new ArrayList<>();
    long micros = 0;
    for (JsonNode line : lines) {
      micros += line.path("measuredMicrojoules").longValue();
      sums.add(BigDecimal.valueOf(micros, 6).stripTrailingZeros());
    }
    return sums;
  }
}
