package io.joulebook.agent.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.joulebook.agent.config.ModelRule;
import io.joulebook.agent.instrument.Batch;
import io.joulebook.agent.instrument.ModelFacts;
import io.joulebook.agent.instrument.Placement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** When it is said that no model runs on the GPU that there is. */
class CpuWatchTest {
  private static final List<String> GPU = List.of("GPU-1");
  private static final long SECOND = 1_000_000_000L;
  private static final Optional<String> ANY = Optional.empty();
  private static final MeteredModel ON_CPU =
      model("bge", new Placement.Elsewhere("its device is the CPU"), ANY);

  private final List<String> said = new ArrayList<>();
  private final CpuWatch watch = new CpuWatch(said::add);

  private static MeteredModel model(String name, Placement placement, Optional<String> device) {
    List<ModelRule> rules =
        device.map(where -> List.of(new ModelRule(ANY, ANY, ANY, ANY, device))).orElse(List.of());
    return new MeteredModel(
        new ModelFacts("djl", name, name, "t", "predict", placement, false, Batch.UNKNOWN),
        rules,
        new ModelPlacement());
  }

  private void look(List<MeteredModel> models, List<String> gpus) {
    for (int second = 0; second < 60; second++) {
      watch.look(second * SECOND, models, gpus);
    }
  }

  @Test
  void itIsSaidOnceWithTheReason() {
    MeteredModel ruled = model("rerank", Placement.UNKNOWN, Optional.of("cpu"));
    look(List.of(ON_CPU, ruled), GPU);
    assertThat(said)
        .containsExactly(
            "no call so far ran on GPU-1, so calls have no joules: model bge: its device is the CPU;"
                + " model rerank: a rule of models says device: cpu");
  }

  @Test
  void aModelThatMayRunOnTheGpuIsEnough() {
    look(List.of(ON_CPU, model("llm", new Placement.CudaDevices(Set.of(0)), ANY)), GPU);
    look(List.of(ON_CPU), GPU);
    assertThat(said).isEmpty();
  }

  @Test
  void whereThereIsNoGpuOrNoCallThereIsNothingToSay() {
    look(List.of(ON_CPU), List.of());
    look(List.of(), GPU);
    assertThat(said).isEmpty();
  }

  @Test
  void aModelThatComesWithinSecondsIsWaitedFor() {
    watch.look(0, List.of(ON_CPU), GPU);
    watch.look(19 * SECOND, List.of(ON_CPU), GPU);
    assertThat(said).isEmpty();
    watch.look(20 * SECOND, List.of(ON_CPU), GPU);
    assertThat(said).hasSize(1);
  }
}
