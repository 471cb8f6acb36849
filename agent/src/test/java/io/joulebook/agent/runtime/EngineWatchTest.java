package io.joulebook.agent.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.joulebook.agent.instrument.BuiltInHooks;
import io.joulebook.agent.instrument.KnownEngine;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Which engines are told of, when, and how often. */
class EngineWatchTest {
  private static final String GENERATOR = "ai/onnxruntime/genai/Generator";
  private static final String GENERATE = "ai.onnxruntime.genai.Generator#generateNextToken";

  private final List<String> said = new ArrayList<>();
  private final EngineWatch watch = new EngineWatch(Set.of(), said::add);

  private static long later(long seconds) {
    return System.nanoTime() + seconds * 1_000_000_000L;
  }

  @Test
  void anEngineWithoutAHookIsSaidOnceWithWhatToDo() {
    watch.seen("com/acme/Other");
    assertThat(watch.look(later(0), Map.of())).isEmpty();

    watch.seen(GENERATOR);
    watch.seen(GENERATOR);
    for (int turn = 0; turn < 3; turn++) {
      assertThat(watch.look(later(turn), Map.of("djl", true)))
          .containsExactly(Map.entry("onnxruntime-genai", false));
    }
    assertThat(said)
        .singleElement()
        .asString()
        .contains("ONNX Runtime GenAI", "hooks.custom=" + GENERATE + "=MODEL");
  }

  @Test
  void aCustomHookOnAClassOfTheEngineMetersIt() {
    watch.seen(GENERATOR);
    assertThat(watch.look(later(1), Map.of(GENERATE, false))).isEmpty();
    assertThat(watch.look(later(1), Map.of(GENERATE, true)))
        .containsExactly(Map.entry("onnxruntime-genai", true));
    assertThat(said).isEmpty();
  }

  @Test
  void aHookThatIsNotWovenInTimeIsSaid() {
    watch.seen("ai/onnxruntime/OrtSession");
    assertThat(watch.look(later(9), Map.of("onnxruntime", false))).isEmpty();
    assertThat(watch.look(later(11), Map.of("onnxruntime", false)))
        .containsExactly(Map.entry("onnxruntime", false));
    assertThat(said).singleElement().asString().contains("could not be hooked");
  }

  @Test
  void aHookThatIsLeftOutOnPurposeIsNoNews() {
    watch.seen("ai/onnxruntime/OrtSession");
    assertThat(watch.look(later(60), Map.of("djl", false))).isEmpty();
    assertThat(said).isEmpty();
  }

  @Test
  void ofAnEngineThatIsIgnoredNothingIsTold() {
    EngineWatch ignoring = new EngineWatch(Set.of("onnxruntime-genai"), said::add);
    ignoring.seen(GENERATOR);
    assertThat(ignoring.look(later(60), Map.of())).isEmpty();
    assertThat(said).isEmpty();
  }

  @Test
  void theRootTierLooksOutForEveryEngine() {
    String targets = BuiltInHooks.targets();
    assertThat(KnownEngine.ALL).hasSizeGreaterThan(10);
    for (KnownEngine engine : KnownEngine.ALL) {
      for (String marker : engine.markers()) {
        assertThat(targets)
            .containsPattern("(woven|trigger) \\Q" + marker.replace('.', '/') + "\\E\n");
      }
    }
  }
}
