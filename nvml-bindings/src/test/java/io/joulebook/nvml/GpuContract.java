package io.joulebook.nvml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** What holds for every GPU, fake or real, whatever it supports. */
abstract class GpuContract {

  /** A session with at least one GPU, closed by the subclass. */
  abstract Nvml nvml();

  @Test
  void versionsAreTold() throws NvmlException {
    assertThat(nvml().driverVersion()).matches("\\d+\\.\\d+(\\.\\d+)?");
    assertThat(nvml().nvmlVersion()).endsWith(nvml().driverVersion());
    assertThat(nvml().library()).isAbsolute();
  }

  @Test
  void everyGpuIsFoundByIndexAndByUuid() throws NvmlException {
    for (Gpu gpu : nvml().gpus()) {
      assertThat(gpu.uuid()).startsWith("GPU-");
      assertThat(gpu.name()).isNotBlank();
      assertThat(nvml().gpu(gpu.uuid()).uuid()).isEqualTo(gpu.uuid());
    }
    assertThat(nvml().gpus()).hasSize(nvml().gpuCount());
  }

  @Test
  void everyGpuTellsWhereItIs() throws NvmlException {
    int count = nvml().gpuCount();
    for (int index = 0; index < count; index++) {
      Gpu gpu = nvml().gpu(index);
      assertThat(gpu.index()).isEqualTo(new NvmlValue.Value(index));
      assertThat(gpu.pciBusId().orElseThrow()).matches("[0-9A-F]{8}:[0-9A-F]{2}:[0-9A-F]{2}\\.0");
    }
  }

  @Test
  void aReadingIsThereExactlyWhenTheProbeShowedIt() throws NvmlException {
    Gpu gpu = nvml().gpu(0);
    Capabilities can = gpu.capabilities();
    assertThat(Capability.shownBy(gpu.energyMillijoules())).isEqualTo(can.energyCounter());
    assertThat(Capability.shownBy(gpu.instantPowerMilliwatts())).isEqualTo(can.instantPower());
    assertThat(Capability.shownBy(gpu.averagePowerMilliwatts())).isEqualTo(can.averagePower());
    assertThat(Capability.shownBy(gpu.powerUsageMilliwatts())).isEqualTo(can.powerUsage());
  }

  @Test
  void energyNeverFalls() throws NvmlException {
    Gpu gpu = nvml().gpu(0);
    if (gpu.energyMillijoules() instanceof NvmlValue.Value first) {
      assertThat(gpu.energyMillijoules())
          .isInstanceOfSatisfying(
              NvmlValue.Value.class,
              v -> assertThat(v.value()).isGreaterThanOrEqualTo(first.value()));
    }
  }

  @Test
  void gpusThatAreNotThereAreRefused() {
    assertThatThrownBy(() -> nvml().gpu("GPU-00000000-0000-0000-0000-000000000000"))
        .isInstanceOf(NvmlException.class)
        .hasMessageContaining("GPU-00000000-0000-0000-0000-000000000000")
        .hasMessageContaining("nvidia-smi -L");
    assertThatThrownBy(() -> nvml().gpu(4096)).isInstanceOf(NvmlException.class);
  }

  @Test
  void aClosedSessionAnswersUninitialized() throws NvmlException {
    Gpu gpu = nvml().gpu(0);
    nvml().close();
    assertThat(gpu.energyMillijoules())
        .isEqualTo(new NvmlValue.Unavailable(NvmlReturn.Code.UNINITIALIZED));
    assertThatThrownBy(() -> nvml().gpu(0))
        .isInstanceOfSatisfying(
            NvmlException.class, e -> assertThat(e.why()).isEqualTo(NvmlReturn.Code.UNINITIALIZED));
  }
}
