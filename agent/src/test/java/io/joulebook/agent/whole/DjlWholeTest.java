package io.joulebook.agent.whole;

import static io.joulebook.agent.whole.app.DjlWaysWorkload.MILLIWATTS_ON_THE_FIRST;
import static io.joulebook.agent.whole.app.DjlWaysWorkload.MILLIWATTS_ON_THE_SECOND;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.joulebook.agent.whole.app.DjlWaysWorkload;
import io.joulebook.agent.whole.app.DjlWorkload;
import io.joulebook.nvml.fake.FakeGpu;
import io.joulebook.nvml.fake.FakeMachine;
import io.joulebook.nvml.fake.NeedsCompiler;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real DJL on its real ONNX Runtime engine: the predictor's call is the call, and only one. */
class DjlWholeTest {
  @TempDir Path folder;

  @Test
  void theOutermostCallIsEnteredOnceWithTheTokensOfItsEngine() throws Exception {
    try (AgentJvm jvm =
        AgentJvm.main(DjlWorkload.class, folder.toString(), "20")
            .agent("metrics.address=127.0.0.1:0,power.source=simulated")
            .flag("-DDJL_CACHE_DIR=" + folder, "-Dai.djl.offline=true")
            .start()) {
      jvm.awaitOut("ready");
      jvm.say("go");
      int calls = Integer.parseInt(jvm.awaitOut("made "));
      Metrics metrics =
          jvm.awaitMetrics(
              m ->
                  m.value("joulebook_calls_total") == calls
                      && m.value("joulebook_calls_unsettled") == 0);

      assertThat(
              metrics.value(
                  "joulebook_calls_total", "engine=\"djl\"", "model=\"all-minilm-l6-v2-q\""))
          .isEqualTo(calls);
      assertThat(metrics.has("joulebook_calls_total", "engine=\"onnxruntime\"")).isFalse();
      assertThat(metrics.value("joulebook_items_total")).isEqualTo(20 * (1 + 3));
      assertThat(metrics.value("joulebook_tokens_total")).isEqualTo(20 * (8 + 4 + 5 + 6));
      MeteringWholeTest.assertBooksBalance(metrics);
      assertThat(metrics.value("joulebook_model_energy_joules_total", "source=\"simulated\""))
          .isPositive();
    }
  }

  @Test
  void everyWayToCallAModelIsCountedAndTrainingIsNot() throws Exception {
    try (AgentJvm jvm =
        AgentJvm.main(DjlWaysWorkload.class)
            .agent("metrics.address=127.0.0.1:0,power.source=simulated")
            .flag("-DDJL_CACHE_DIR=" + folder, "-Dai.djl.offline=true")
            .start()) {
      jvm.awaitOut("ready");
      for (String line : List.of("own 6", "streaming 4", "forward 3", "training 2")) {
        jvm.say(line);
        jvm.awaitOut("done " + line);
      }
      String calls = "joulebook_calls_total";
      String ways = "model=\"ways\"";
      Metrics metrics = jvm.awaitMetrics(m -> m.value(calls) == 13);

      assertThat(metrics.value(calls, ways, "operation=\"predict\"")).isEqualTo(6);
      assertThat(metrics.value(calls, ways, "operation=\"streamingPredict\"")).isEqualTo(4);
      assertThat(metrics.value(calls, ways, "operation=\"forward\"")).isEqualTo(3);
      double items = metrics.value("joulebook_items_total", ways);
      jvm.say("batch 1");
      Metrics more = jvm.awaitMetrics(m -> m.value(calls) == 16);

      assertThat(more.value("joulebook_items_total", ways) - items).isEqualTo(3 + (3 + 1) + 1);
    }
  }

  @Test
  @NeedsCompiler
  void aCallOnTwoGpusHasWhatItDrewOnEachAndNothingOfTheOthers() throws Exception {
    FakeMachine machine = FakeMachine.eightH100s(folder);
    for (int i = 0; i < 8; i++) {
      machine.gpu(i).power(MeteringWholeTest.BASE_MILLIWATTS);
      machine.gpu(i).period(Duration.ofMillis(20));
    }
    try (AgentJvm jvm =
        AgentJvm.main(DjlWaysWorkload.class, machine.stateFile().toString())
            .agent(
                "metrics.address=127.0.0.1:0,power.source=nvml,nvml.library=" + machine.library())
            .flag("-DDJL_CACHE_DIR=" + folder, "-Dai.djl.offline=true")
            .start()) {
      jvm.awaitOut("ready");
      jvm.say("two 1"); // what is metered is known from then on
      jvm.awaitOut("done two 1");
      Metrics before =
          jvm.awaitMetrics(
              m ->
                  m.value("joulebook_calls_total") == 1
                      && m.value("joulebook_calls_unsettled") == 0
                      && hasBase(m, machine.gpu(2))
                      && hasBase(m, machine.gpu(3)));
      long from = System.nanoTime();
      jvm.say("two 50");
      jvm.awaitOut("done two 50");
      long to = System.nanoTime();
      Metrics metrics =
          jvm.awaitMetrics(
              m ->
                  m.value("joulebook_calls_total") == 51
                      && m.value("joulebook_calls_unsettled") == 0);

      MeteringWholeTest.assertBooksBalance(metrics);
      double active =
          MeteringWholeTest.trueActive(machine.gpu(2), from, to)
              + MeteringWholeTest.trueActive(machine.gpu(3), from, to);
      assertThat(active).isPositive();
      assertThat(active(metrics) - active(before)).isCloseTo(active, within(0.05 * active));
      for (int i = 0; i < 8; i++) {
        double requests = requests(metrics, machine.gpu(i));
        assertThat(requests > 0).as("GPU " + i).isEqualTo(i == 2 || i == 3);
      }
      double first = requests(metrics, machine.gpu(2));
      double second = requests(metrics, machine.gpu(3));
      double base = MeteringWholeTest.BASE_MILLIWATTS;
      double truth = (base + MILLIWATTS_ON_THE_FIRST) / (base + MILLIWATTS_ON_THE_SECOND);
      assertThat(first / second).isCloseTo(truth, within(0.05 * truth));
    }
  }

  private static double active(Metrics metrics) {
    return metrics.value("joulebook_model_energy_joules_total", "share=\"active\"");
  }

  private static boolean hasBase(Metrics metrics, FakeGpu gpu) {
    return metrics.has("joulebook_base_watts", "device=\"" + gpu.uuid() + "\"");
  }

  private static double requests(Metrics metrics, FakeGpu gpu) {
    return metrics.value(
        "joulebook_energy_joules_total", "device=\"" + gpu.uuid() + "\"", "account=\"requests\"");
  }
}
