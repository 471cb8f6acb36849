package io.joulebook.agent.power;

import static org.assertj.core.api.Assertions.assertThat;

import io.joulebook.nvml.Gpu;
import io.joulebook.nvml.Nvml;
import io.joulebook.nvml.fake.FakeMachine;
import io.joulebook.nvml.fake.NeedsCompiler;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@NeedsCompiler
class VisibleGpusTest {
  @TempDir Path folder;

  private List<String> uuids(
      FakeMachine machine, Map<String, String> environment, Optional<List<String>> configured)
      throws Exception {
    try (Nvml nvml = Nvml.open(machine.library().toString())) {
      return new VisibleGpus(nvml, environment).find(configured).stream().map(Gpu::uuid).toList();
    }
  }

  @Test
  void theHostSaysWhichGpusOfEightThisProcessSees() throws Exception {
    FakeMachine machine = FakeMachine.eightH100s(folder);
    String third = machine.gpu(3).uuid();
    String fifth = machine.gpu(5).uuid();

    assertThat(uuids(machine, Map.of(), Optional.empty())).hasSize(8);
    assertThat(uuids(machine, Map.of(), Optional.of(List.of("5", third))))
        .containsExactly(fifth, third);
    assertThat(uuids(machine, Map.of("CUDA_VISIBLE_DEVICES", fifth), Optional.empty()))
        .containsExactly(fifth);
    assertThat(uuids(machine, Map.of("CUDA_VISIBLE_DEVICES", "3,5"), Optional.empty()))
        .containsExactly(third, fifth);
    assertThat(uuids(machine, Map.of("CUDA_VISIBLE_DEVICES", "3,-1,5"), Optional.empty()))
        .containsExactly(third);
    assertThat(uuids(machine, Map.of("CUDA_VISIBLE_DEVICES", ""), Optional.empty())).isEmpty();
    assertThat(uuids(machine, Map.of("NVIDIA_VISIBLE_DEVICES", third), Optional.empty()))
        .containsExactly(third);
    // In a container these indexes count the host's GPUs, and only those mounted are seen.
    assertThat(uuids(machine, Map.of("NVIDIA_VISIBLE_DEVICES", "3"), Optional.empty())).hasSize(8);
    assertThat(uuids(machine, Map.of("NVIDIA_VISIBLE_DEVICES", "all"), Optional.empty()))
        .hasSize(8);
  }

  @Test
  void whatCannotBeAttachedIsSaid() throws Exception {
    FakeMachine machine = FakeMachine.oneH100(folder);
    try (Nvml nvml = Nvml.open(machine.library().toString())) {
      VisibleGpus visible = new VisibleGpus(nvml, Map.of());

      assertThat(visible.find(Optional.of(List.of("7")))).isEmpty();
      assertThat(visible.remarks()).singleElement().asString().contains("nvml.devices", "\"7\"");
    }
  }
}
