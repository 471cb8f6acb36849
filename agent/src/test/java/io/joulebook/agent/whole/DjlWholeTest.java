package io.joulebook.agent.whole;

import static org.assertj.core.api.Assertions.assertThat;

import io.joulebook.agent.whole.app.DjlWorkload;
import java.nio.file.Path;
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
}
