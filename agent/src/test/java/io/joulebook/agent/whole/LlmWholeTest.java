package io.joulebook.agent.whole;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.joulebook.agent.whole.app.LlmWorkload;
import io.joulebook.nvml.fake.FakeGpu;
import io.joulebook.nvml.fake.FakeMachine;
import io.joulebook.nvml.fake.NeedsCompiler;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * A language model on DJL's real Python engine with rolling batch: {@code predict} returns at once,
 * and the tokens come later, on another thread, for up to eight sequences at a time.
 */
@NeedsCompiler
@Isolated("it holds figures against the time they were read at")
class LlmWholeTest {
  private static final int TOKENS = 16;
  private static final long BASE_MILLIWATTS = MeteringWholeTest.BASE_MILLIWATTS;
  private static final double MICRO = 1e6;

  @TempDir Path folder;

  @BeforeAll
  static void pythonIsNeeded() throws Exception {
    boolean found = hasNumpy();
    if (Boolean.getBoolean("joulebook.ci")) {
      assertThat(found).as("python3 has numpy, as it must in CI").isTrue();
    }
    if (!found) {
      System.out.println("Skipped: python3 with numpy is missing (Debian package: python3-numpy)");
    }
    assumeTrue(found, "python3 with numpy is missing");
  }

  private static boolean hasNumpy() throws InterruptedException {
    try {
      Process python = new ProcessBuilder("python3", "-c", "import numpy").start();
      return python.waitFor(1, TimeUnit.MINUTES) && python.exitValue() == 0;
    } catch (IOException absent) {
      return false;
    }
  }

  private AgentJvm start(FakeMachine machine) throws Exception {
    Path model = Files.createDirectory(folder.resolve("tiny-llm"));
    Files.copy(Path.of("src/test/python/model.py"), model.resolve("model.py"));
    Path config = folder.resolve("joulebook.yaml");
    // The worker runs on the CPU; the rule says that the GPU does, and the fake draws.
    Files.writeString(
        config,
        """
        metrics.address: 127.0.0.1:0
        power.source: nvml
        nvml.library: %s
        receipts.file: %s
        statements.interval: 0s
        models:
          - match: {engine: djl}
            device: gpu
        """
            .formatted(machine.library(), folder.resolve("receipts.jsonl")));
    return AgentJvm.main(LlmWorkload.class, machine.stateFile().toString(), model.toString())
        .agent("config=" + config)
        .flag("-DDJL_CACHE_DIR=" + folder, "-Dai.djl.offline=true")
        .environment("DETAILS", "true")
        .start();
  }

  @Test
  void aCallEndsWithItsLastTokenAndHasWhatItsSequenceDrew() throws Exception {
    FakeMachine machine = FakeMachine.oneH100(folder);
    FakeGpu gpu = machine.gpu(0);
    gpu.power(BASE_MILLIWATTS);
    gpu.period(Duration.ofMillis(20));
    try (AgentJvm jvm = start(machine)) {
      jvm.awaitOut("ready");
      jvm.say("1 1"); // what is metered is known from then on
      jvm.awaitOut("done 1 1");
      Metrics before =
          jvm.awaitMetrics(
              m ->
                  m.value("joulebook_calls_total") == 1
                      && m.has("joulebook_base_watts")
                      && m.value("joulebook_base_spread_watts") < 2.5);
      jvm.say("8 4");
      jvm.awaitOut("done 8 4");
      Metrics after =
          jvm.awaitMetrics(
              m ->
                  m.value("joulebook_calls_total") == 33
                      && m.value("joulebook_calls_unsettled") == 0);

      MeteringWholeTest.assertBooksBalance(after);
      assertThat(after.value("joulebook_tokens_total", "direction=\"output\""))
          .isEqualTo(33 * TOKENS);
      List<String> receipts = receipts(33);
      List<DueEnergy.Due> due = DueEnergy.of(gpu, receipts);
      assertEachHasItsOwn(receipts, due);
      String energy = "joulebook_model_energy_joules_total";
      double given = after.value(energy) - before.value(energy);
      double own = due.stream().skip(1).mapToDouble(DueEnergy.Due::whole).sum();
      assertThat(given).isCloseTo(own, within(0.01 * own));
      assertPhasesGoByTime(after, due);
    }
  }

  private static void assertPhasesGoByTime(Metrics metrics, List<DueEnergy.Due> due) {
    double first = due.stream().mapToDouble(DueEnergy.Due::untilFirst).sum();
    double all = due.stream().mapToDouble(DueEnergy.Due::whole).sum();
    String phases = "joulebook_phase_energy_joules_total";
    double prefill = metrics.value(phases, "phase=\"prefill\"");
    double whole = metrics.value("joulebook_model_energy_joules_total");
    assertThat(prefill + metrics.value(phases, "phase=\"decode\"")).isCloseTo(whole, within(1e-6));
    assertThat(prefill / whole).isCloseTo(first / all, within(0.1 * first / all));
  }

  // They are written about once a second.
  private List<String> receipts(int calls) throws Exception {
    Path file = folder.resolve("receipts.jsonl");
    return Patience.await(
        () -> {
          List<String> lines =
              Files.readAllLines(file).stream()
                  .filter(line -> line.startsWith("{\"type\":\"receipt\""))
                  .toList();
          return lines.size() == calls ? lines : null;
        },
        () -> "not " + calls + " receipts in " + file);
  }

  private static void assertEachHasItsOwn(List<String> lines, List<DueEnergy.Due> due)
      throws IOException {
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      JsonNode entry = new ObjectMapper().readTree(line);
      JsonNode charge = entry.get("charges").get(0);
      long active = charge.get("activeMicrojoules").longValue();
      double all = (active + charge.get("baseMicrojoules").longValue()) / MICRO;
      double own = due.get(i).whole();
      double uncertainty = charge.get("uncertaintyMicrojoules").longValue() / MICRO;
      // The first was alone, before anything was known: all of the GPU is its own.
      double off = i == 0 ? Math.max(0.05 * own, uncertainty) : 0.03 * own;
      assertThat(all).as(line).isCloseTo(own, within(off));
      assertThat(off).as(line).isLessThan(0.2 * own);
      if (i > 0) {
        double occupied = charge.get("occupiedNanos").longValue() / 1e9;
        double ofBase = BASE_MILLIWATTS / 1e3 * occupied;
        double ownActive = own - ofBase;
        assertThat(active / MICRO).as(line).isCloseTo(ownActive, within(0.03 * ownActive));
      }
      assertThat(entry.get("outputTokens").longValue()).isEqualTo(TOKENS);
      assertThat(entry.has("outputTokensAtLeast")).isFalse();
      assertThat(entry.get("inputTokens").longValue()).isEqualTo(4);
      assertThat(entry.get("firstTokenNanos").longValue())
          .isBetween(1L, entry.get("durationNanos").longValue() - 1);
    }
  }
}
