package io.joulebook.agent.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.joulebook.agent.config.ModelRule;
import io.joulebook.agent.instrument.Batch;
import io.joulebook.agent.instrument.ModelFacts;
import io.joulebook.agent.instrument.Placement;
import io.joulebook.agent.power.Meter;
import io.joulebook.agent.power.Sampler;
import io.joulebook.agent.power.SilentH100;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class MeteredModelTest {
  private static final Optional<String> ANY = Optional.empty();
  private final ModelPlacement devices = new ModelPlacement();

  private void find(int version, String... gpus) {
    devices.update(
        new Sampler.Metered(
            version, Stream.of(gpus).<Meter>map(SilentH100::new).toList(), true, Set.of(), true));
  }

  private MeteredModel model(Placement placement, ModelRule... rules) {
    return new MeteredModel(
        new ModelFacts(
            "djl", "found", "/m/found.onnx", "T", "predict", placement, false, Batch.UNKNOWN),
        List.of(rules),
        devices);
  }

  private static ModelRule rule(String path, String name) {
    return new ModelRule(ANY, Optional.of(path), ANY, Optional.of(name), ANY);
  }

  @Test
  void theFirstRuleThatMatchesNamesIt() {
    assertThat(model(Placement.UNKNOWN).key().model()).isEqualTo("found");
    assertThat(
            model(Placement.UNKNOWN, rule("*.gguf", "no"), rule("*.onnx", "a"), rule("*", "b"))
                .key()
                .model())
        .isEqualTo("a");
  }

  @Test
  void itRunsOnDevicesThatShowUpLater() {
    MeteredModel model = model(Placement.UNKNOWN);
    assertThat(model.runsOn()).isEmpty();
    find(1, "GPU-a");
    assertThat(model.runsOn()).containsExactly("GPU-a");
    assertThat(model.isPlaced()).isTrue();
    find(2, "GPU-a", "GPU-b");

    assertThat(model.runsOn()).containsExactly("GPU-a", "GPU-b");
    assertThat(model.isPlaced()).isFalse();
  }

  @Test
  void itRunsWhereTheEngineInsideItsCallsDoes() {
    find(1, "GPU-a", "GPU-b");
    MeteredModel model = model(Placement.UNKNOWN);
    assertThat(model.isPlaced()).isFalse();
    assertThat(model.hasEngine()).isFalse();
    model.learnEngine(model(new Placement.CudaDevices(Set.of(1))));

    assertThat(model.hasEngine()).isTrue();
    assertThat(model.runsOn()).containsExactly("GPU-b");
    assertThat(model.isPlaced()).isTrue();
  }

  @Test
  void whatItsLibrarySaidIsNotUnlearned() {
    find(1, "GPU-a", "GPU-b");
    MeteredModel model = model(new Placement.CudaDevices(Set.of(0)));
    model.learnEngine(model(new Placement.CudaDevices(Set.of(1))));
    model.learnEngine(model(Placement.UNKNOWN));

    assertThat(model.runsOn()).containsExactly("GPU-a");
  }
}
