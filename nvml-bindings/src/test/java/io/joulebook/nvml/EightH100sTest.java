package io.joulebook.nvml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.joulebook.nvml.fake.FakeGpu;
import io.joulebook.nvml.fake.FakeMachine;
import io.joulebook.nvml.fake.NeedsCompiler;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@NeedsCompiler
class EightH100sTest {
  private final FakeMachine machine;
  private final Nvml nvml;

  EightH100sTest(@TempDir Path folder) throws NvmlException {
    machine = FakeMachine.eightH100s(folder);
    nvml = Nvml.open(machine.library().toString());
  }

  @AfterEach
  void close() {
    nvml.close();
  }

  @Test
  void openingAndCountingAttachNoGpu() throws NvmlException {
    assertThat(nvml.gpuCount()).isEqualTo(8);
    assertThat(attachments()).containsOnly(0L);
  }

  @Test
  void onlyTheGpusAskedForAreAttached() throws NvmlException {
    nvml.gpu(machine.gpu(5).uuid());
    nvml.gpu(2);
    assertThat(attachments()).containsExactly(0L, 0L, 1L, 0L, 0L, 1L, 0L, 0L);
  }

  @Test
  void allGpusComeInOrder() throws NvmlException {
    assertThat(nvml.gpus())
        .extracting(Gpu::uuid)
        .containsExactlyElementsOf(machine.gpus().stream().map(FakeGpu::uuid).toList());
  }

  @Test
  void aLostGpuDoesNotHideTheOthers() throws NvmlException {
    machine.gpu(3).lose();
    assertThat(nvml.gpus()).extracting(Gpu::uuid).hasSize(7).doesNotContain(machine.gpu(3).uuid());
    assertThatThrownBy(() -> nvml.gpu(3))
        .isInstanceOf(NvmlException.class)
        .hasMessageContaining("nvmlDeviceGetHandleByIndex_v2(3) answered 15, the GPU fell off");
  }

  @Test
  void aGpuThatTellsNoUuidIsNotTakenForAnother() throws NvmlException {
    machine.gpu(3).tellUuid("");
    machine.gpu(4).tellUuid("");
    assertThat(nvml.gpus()).hasSize(6);
    assertThatThrownBy(() -> nvml.gpu(3))
        .isInstanceOf(NvmlException.class)
        .hasMessageContaining("nvmlDeviceGetUUID told none");
  }

  @Test
  void eachGpuIsReadForItself() throws NvmlException {
    machine.stopClock();
    List<Gpu> gpus = nvml.gpus();
    machine.gpus().forEach(gpu -> gpu.period(java.time.Duration.ZERO));
    machine.gpu(6).power(420_000);
    assertThat(gpus.get(6).instantPowerMilliwatts()).isEqualTo(new NvmlValue.Value(420_000));
    assertThat(gpus.get(5).instantPowerMilliwatts()).isEqualTo(new NvmlValue.Value(70_000));
  }

  @Test
  void losingOneGpuLeavesTheOthersAlive() throws NvmlException {
    List<Gpu> gpus = nvml.gpus();
    machine.gpu(0).lose();
    assertThat(gpus.get(0).energyMillijoules()).isInstanceOf(NvmlValue.Unavailable.class);
    assertThat(gpus.get(1).energyMillijoules()).isInstanceOf(NvmlValue.Value.class);
  }

  private List<Long> attachments() {
    return machine.gpus().stream().map(FakeGpu::attachments).toList();
  }
}
