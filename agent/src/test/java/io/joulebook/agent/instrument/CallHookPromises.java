package io.joulebook.agent.instrument;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import org.junit.jupiter.api.Test;

/** What every hook into an inference library promises, whatever the library's classes are. */
interface CallHookPromises {
  CallHook hook();

  @Test
  default void whatHasNoSizeThatItKnowsIsOfUnknownSize() {
    assertThat(hook().sizes(Batch.UNKNOWN).map(sizes -> sizes.applyAsLong("no input")).orElse(0L))
        .isEqualTo(JoulebookBridge.UNKNOWN_SIZE);
  }

  @Test
  default void aModelOfWhichNothingIsKnownHasANameAllTheSame() throws Throwable {
    ModelFacts facts = hook().model(null, null);

    assertThat(facts.engine()).isNotBlank();
    assertThat(facts.name()).isNotBlank();
    assertThat(facts.operation()).isNotBlank();
    assertThat(facts.placement()).isEqualTo(Placement.UNKNOWN);
  }

  @Test
  default void aNoteThatSaysNothingIsNoReasonToFail() {
    CallHook hook = hook();

    assertThatCode(() -> hook.noted(null, null, null)).doesNotThrowAnyException();
    assertThatCode(() -> hook.noted("who", "what", null)).doesNotThrowAnyException();
  }
}
