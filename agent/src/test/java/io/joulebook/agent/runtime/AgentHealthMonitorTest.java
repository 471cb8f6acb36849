package io.joulebook.agent.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AgentHealthMonitorTest {
  private static final Path PAGE =
      Path.of(System.getProperty("joulebook.basedir", "") + "/../docs/metrics.md");

  @Test
  void everyReasonForLostEventsStartsAtZeroAndIsInTheDocumentation() throws Exception {
    AgentHealthMonitor fresh = new AgentHealthMonitor();
    fresh.take(0, 0, 0, Map.of(), Map.of());
    String page = Files.readString(PAGE);

    assertThat(fresh.latest().spansDropped())
        .containsOnlyKeys("ring_full", "late", "lost", "end_not_seen")
        .allSatisfy((reason, lost) -> assertThat(page).contains("`" + reason + "`"));
    assertThat(page)
        .containsPattern(
            "exceptions start at 0:[^-]*reasons of\\s+`joulebook_spans_dropped_total`");
  }
}
