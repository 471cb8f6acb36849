package io.joulebook.agent.whole;

import static org.assertj.core.api.Assertions.assertThat;

import io.joulebook.agent.whole.app.GenAiWorkload;
import io.joulebook.agent.whole.app.LoadingWorkload;
import java.io.File;
import java.nio.file.Path;
import net.bytebuddy.ByteBuddy;
import net.bytebuddy.description.modifier.Visibility;
import net.bytebuddy.implementation.FixedValue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A host with an engine for which there is no hook: nobody has to find out by himself. */
class KnownEngineWholeTest {
  private static final String SEEN = "joulebook_engine_seen";
  private static final String AGENT = "metrics.address=127.0.0.1:0,power.source=simulated";

  private static AgentJvm host(String more) throws Exception {
    return AgentJvm.main(GenAiWorkload.class).agent(AGENT + more).start();
  }

  @Test
  void anEngineThatIsNotMeteredIsSaidAndItsEnergyIsInTheBooks() throws Exception {
    String ready;
    try (AgentJvm jvm = host("")) {
      String line = jvm.awaitErr("ONNX Runtime GenAI");
      assertThat(line).contains("is used in this JVM and is not metered");
      ready = line.replaceAll(".*(hooks\\.custom=\\S+=)MODEL .*", "$1my-llm");
      assertThat(ready).startsWith("hooks.custom=ai.onnxruntime.genai.");

      Metrics metrics = jvm.awaitMetrics(m -> m.value("joulebook_measured_joules_total") > 0);
      assertThat(metrics.value(SEEN, "onnxruntime-genai", "state=\"not_metered\"")).isEqualTo(1);
      assertThat(metrics.value("joulebook_energy_joules_total", "account=\"requests\"")).isZero();
      MeteringWholeTest.assertBooksBalance(metrics);
      assertThat(jvm.err()).filteredOn(said -> said.contains("GenAI")).hasSize(1);
    }

    try (AgentJvm jvm = host("," + ready)) {
      jvm.say("20");
      Metrics metrics =
          jvm.awaitMetrics(
              m ->
                  m.value("joulebook_calls_total", "model=\"my-llm\"") == 20
                      && m.value(SEEN, "onnxruntime-genai", "state=\"metered\"") == 1);
      assertThat(metrics.value(SEEN, "state=\"not_metered\"")).isZero();
      assertThat(jvm.err()).noneMatch(said -> said.contains("not metered"));
    }
  }

  @Test
  void anEngineWhoseMethodHasAnotherNameByNowIsSaidAndIsNotMetered(@TempDir Path folder)
      throws Exception {
    String booster = "ml.dmlc.xgboost4j.java.Booster";
    new ByteBuddy()
        .subclass(Object.class)
        .name(booster)
        .defineMethod("score", Object.class, Visibility.PUBLIC)
        .intercept(FixedValue.nullValue())
        .make()
        .saveIn(folder.toFile());
    try (AgentJvm jvm =
        AgentJvm.main(LoadingWorkload.class, booster)
            .environment("CLASSPATH", folder + File.pathSeparator + AgentJvm.hostClassPath())
            .agent(AGENT)
            .start()) {
      assertThat(jvm.awaitErr("cannot hook"))
          .contains("cannot hook predict of " + booster + ", its calls are not metered: ")
          .contains("the hook xgboost4j", "hooks.custom=");
      Metrics metrics =
          jvm.awaitMetrics(m -> m.value(SEEN, "xgboost4j", "state=\"not_metered\"") == 1);
      assertThat(metrics.value("joulebook_hook_installed", "xgboost4j")).isZero();
      assertThat(metrics.value(SEEN, "state=\"metered\"")).isZero();
      assertThat(jvm.err()).filteredOn(said -> said.contains("cannot hook")).hasSize(1);
    }
  }

  @Test
  void nothingIsSaidOfAnEngineThatIsIgnored() throws Exception {
    try (AgentJvm jvm = host(",engines.ignored=onnxruntime-genai")) {
      Metrics metrics = jvm.awaitMetrics(m -> m.value("joulebook_measured_joules_total") > 0);
      assertThat(metrics.value(SEEN)).isZero();
      assertThat(jvm.err()).noneMatch(said -> said.contains("GenAI"));
    }
  }
}
