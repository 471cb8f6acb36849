package io.joulebook.benchmarks.accuracy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ScenariosTest {
  @Test
  void namesAreUniqueAndGlobsFindThem() {
    assertThat(Scenarios.all()).extracting(Scenario::name).doesNotHaveDuplicates();
    assertThat(Scenarios.matching(List.of("mixed-?-threads", "idle"))).hasSize(3);
    assertThat(Scenarios.matching(List.of())).hasSameSizeAs(Scenarios.all());
    assertThat(Scenarios.matching(List.of("nothing"))).isEmpty();
  }
}
