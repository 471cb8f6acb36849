package io.joulebook.agent.whole;

import static org.assertj.core.api.Assertions.assertThat;

import io.joulebook.agent.whole.app.OsgiWorkload;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A class in an OSGi bundle (Apache Felix), which sees {@code java.*} and itself. */
class OsgiWholeTest {
  @TempDir Path folder;

  @Test
  void aClassInABundleIsMeteredWithoutBootDelegation() throws Exception {
    try (AgentJvm jvm =
        AgentJvm.main(OsgiWorkload.class, folder.toString())
            .agent(
                "metrics.address=127.0.0.1:0,power.source=simulated,"
                    + "hooks.custom=io.joulebook.agent.whole.app.Ranker#score=ranker")
            .start()) {
      assertThat(jvm.awaitOut("loader ")).contains("felix");
      jvm.awaitOut("made 25");
      Metrics metrics = jvm.awaitMetrics(m -> m.value("joulebook_calls_total") == 25);

      assertThat(metrics.value("joulebook_calls_total", "model=\"ranker\"")).isEqualTo(25);
    }
  }
}
