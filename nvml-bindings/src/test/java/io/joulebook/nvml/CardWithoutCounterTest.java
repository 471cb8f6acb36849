package io.joulebook.nvml;

import static org.assertj.core.api.Assertions.assertThat;

import io.joulebook.nvml.fake.FakeCall;
import io.joulebook.nvml.fake.FakeMachine;
import io.joulebook.nvml.fake.NeedsCompiler;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@NeedsCompiler
class CardWithoutCounterTest extends GpuContract {
  private final FakeMachine machine;
  private final Nvml nvml;

  CardWithoutCounterTest(@TempDir Path folder) throws NvmlException {
    machine = FakeMachine.withoutCounter(folder).stopClock();
    nvml = Nvml.open(machine.library().toString());
  }

  @AfterEach
  void close() {
    nvml.close();
  }

  @Override
  Nvml nvml() {
    return nvml;
  }

  @Test
  void theCounterIsUnsupportedAndInstantPowerWorks() throws NvmlException {
    Gpu gpu = nvml.gpu(0);
    assertThat(gpu.capabilities().energyCounter())
        .isEqualTo(new Capability.Unsupported(NvmlReturn.Code.NOT_SUPPORTED));
    assertThat(gpu.energyMillijoules())
        .isEqualTo(new NvmlValue.Unavailable(NvmlReturn.Code.NOT_SUPPORTED));
    assertThat(gpu.instantPowerMilliwatts()).isEqualTo(new NvmlValue.Value(25_000));
    assertThat(gpu.averagePowerMilliwatts())
        .isEqualTo(new NvmlValue.Unavailable(NvmlReturn.Code.NOT_SUPPORTED));
  }

  @Test
  void whatIsUnsupportedIsNotAskedTwice() throws NvmlException {
    Gpu gpu = nvml.gpu(0);
    gpu.energyMillijoules();
    gpu.energyMillijoules();
    assertThat(machine.gpu(0).calls(FakeCall.ENERGY)).isEqualTo(1);
  }

  @Test
  void whatFailedForAnotherReasonIsAskedAgain() throws NvmlException {
    machine.gpu(0).answer(FakeCall.POWER_USAGE, 999);
    Gpu gpu = nvml.gpu(0);
    assertThat(gpu.capabilities().powerUsage())
        .isEqualTo(new Capability.Unsupported(NvmlReturn.Code.UNKNOWN));
    machine.gpu(0).answer(FakeCall.POWER_USAGE, 0);
    assertThat(gpu.powerUsageMilliwatts()).isEqualTo(new NvmlValue.Value(25_000));
  }
}
