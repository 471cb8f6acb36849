package io.joulebook.agent.whole;

import static org.assertj.core.api.Assertions.assertThat;

import io.joulebook.agent.whole.app.DjlWaysWorkload;
import io.joulebook.agent.whole.app.DjlWorkload;
import java.nio.file.Path;
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
        jvm.awaitOut("done " + line.substring(0, line.indexOf(" ")));
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
}
