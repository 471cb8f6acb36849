package io.joulebook.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.joulebook.agent.instrument.BuiltInHooks;
import io.joulebook.agent.instrument.Hooks;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TargetsTest {
  @Test
  void theRootTierLooksOutForEveryClassThatABuiltInHookWeaves() {
    Hooks hooks = new Hooks(Set.of(), List.of(), complaint -> {});
    Targets targets = Targets.of(BuiltInHooks.targets(), "");

    assertThat(hooks.types())
        .isNotEmpty()
        .allMatch(type -> targets.isWoven(type.replace('.', '/')));
    assertThat(targets.isTrigger("ai/djl/engine/Engine")).isTrue();
    assertThat(targets.isWoven("jakarta/servlet/http/HttpServlet")).isFalse();
  }

  @Test
  void customHooksOfTheAgentArgumentAreLookedOutFor() {
    Targets targets =
        Targets.of(
            "", "power.source=none,hooks.custom=com.acme.Ranker#score=a; com.acme.In$ner#run=b");

    assertThat(targets.isWoven("com/acme/Ranker")).isTrue();
    assertThat(targets.isWoven("com/acme/In$ner")).isTrue();
    assertThat(targets.isWoven("com/acme/Other")).isFalse();
    assertThat(targets.needConfiguration()).isFalse();
    assertThat(Targets.of("", "config=x.yaml").needConfiguration()).isTrue();
  }
}
