package io.joulebook.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.joulebook.agent.instrument.Hooks;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TargetsTest {
  @Test
  void theRootTierLooksOutForEveryClassThatABuiltInHookWeaves() {
    Hooks hooks = new Hooks(Set.of(), List.of(), complaint -> {});
    Targets targets = Targets.of("");

    assertThat(hooks.types())
        .isNotEmpty()
        .allMatch(type -> targets.isWoven(type.replace('.', '/')));
  }

  @Test
  void customHooksOfTheAgentArgumentAreLookedOutFor() {
    Targets targets =
        Targets.of("power.source=none,hooks.custom=com.acme.Ranker#score=a; com.acme.In$ner#run=b");

    assertThat(targets.isWoven("com/acme/Ranker")).isTrue();
    assertThat(targets.isWoven("com/acme/In$ner")).isTrue();
    assertThat(targets.isWoven("com/acme/Other")).isFalse();
    assertThat(targets.needConfiguration()).isFalse();
    assertThat(Targets.of("config=x.yaml").needConfiguration()).isTrue();
  }
}
