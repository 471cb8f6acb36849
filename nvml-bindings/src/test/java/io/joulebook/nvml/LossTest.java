package io.joulebook.nvml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.joulebook.nvml.fake.FakeCall;
import io.joulebook.nvml.fake.FakeGpu;
import io.joulebook.nvml.fake.FakeMachine;
import io.joulebook.nvml.fake.NeedsCompiler;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** After a loss the library is not entered with the old handle: proven by its own counts. */
@NeedsCompiler
class LossTest {
  private final FakeMachine machine;
  private final FakeGpu h100;
  private final Nvml nvml;

  LossTest(@TempDir Path folder) throws NvmlException {
    machine = FakeMachine.oneH100(folder);
    h100 = machine.gpu(0);
    nvml = Nvml.open(machine.library().toString());
  }

  @AfterEach
  void close() {
    nvml.close();
    assertThat(machine.staleHandleUses()).isZero();
    assertThat(machine.callsWhileUninitialized()).isZero();
  }

  @ParameterizedTest
  @EnumSource(
      value = NvmlReturn.Code.class,
      names = {"GPU_IS_LOST", "RESET_REQUIRED", "UNINITIALIZED"})
  void theFirstSignOfALossEndsTheHandle(NvmlReturn.Code sign) throws NvmlException {
    Gpu gpu = nvml.gpu(0);
    h100.answer(FakeCall.ENERGY, sign.code());
    assertThat(gpu.energyMillijoules()).isEqualTo(new NvmlValue.Unavailable(sign));
    h100.answer(FakeCall.ENERGY, 0);
    assertNothingEnters(gpu, sign);
  }

  @ParameterizedTest
  @EnumSource(
      value = NvmlReturn.Code.class,
      mode = Mode.EXCLUDE,
      names = {
        "SUCCESS",
        "GPU_IS_LOST",
        "RESET_REQUIRED",
        "UNINITIALIZED",
        "LIB_RM_VERSION_MISMATCH"
      })
  void everyOtherFailurePasses(NvmlReturn.Code code) throws NvmlException {
    Gpu gpu = nvml.gpu(0);
    h100.answer(FakeCall.ENERGY, code.code());
    assertThat(gpu.energyMillijoules()).isEqualTo(new NvmlValue.Unavailable(code));
    h100.answer(FakeCall.ENERGY, 0);
    assertThat(gpu.energyMillijoules()).isInstanceOf(NvmlValue.Value.class);
  }

  @Test
  void aLossToldByAFieldEndsTheHandleToo() throws NvmlException {
    Gpu gpu = nvml.gpu(0);
    h100.answer(FakeCall.FIELD_INSTANT_POWER, 15);
    gpu.instantPowerMilliwatts();
    assertNothingEnters(gpu, NvmlReturn.Code.GPU_IS_LOST);
  }

  @Test
  void anAbsentGpuStaysDeadUntilItIsAttachedAnew() throws NvmlException {
    Gpu before = nvml.gpu(0);
    h100.lose();
    before.energyMillijoules();
    assertThatThrownBy(() -> nvml.reattach(before))
        .isInstanceOf(NvmlException.class)
        .hasMessageContaining("nvmlDeviceGetHandleByUUID(" + before.uuid() + ") answered 15");
    h100.comeBack();

    Gpu after = nvml.reattach(before);
    assertThat(after.generation()).isEqualTo(before.generation() + 1);
    assertThat(after.uuid()).isEqualTo(before.uuid());
    assertThat(after.energyMillijoules()).isInstanceOf(NvmlValue.Value.class);
    assertNothingEnters(before, NvmlReturn.Code.GPU_IS_LOST);
  }

  @Test
  void reattachingALiveGpuRetiresTheOldObject() throws NvmlException {
    Gpu before = nvml.gpu(0);
    Gpu after = nvml.reattach(before);
    assertNothingEnters(before, NvmlReturn.Code.UNINITIALIZED);
    assertThat(nvml.reattach(after).generation()).isEqualTo(2);
  }

  @Test
  void aGpuOfAnEarlierSessionCanBeAttachedInALaterOne() throws NvmlException {
    Gpu before = nvml.gpu(0);
    nvml.close();
    try (Nvml later = Nvml.open(machine.library().toString())) {
      assertThat(later.reattach(before).energyMillijoules()).isInstanceOf(NvmlValue.Value.class);
      assertNothingEnters(before, NvmlReturn.Code.UNINITIALIZED);
    }
  }

  @Test
  void aClosedSessionDoesNotEnterTheLibrary() throws NvmlException {
    Gpu gpu = nvml.gpu(0);
    nvml.close();
    assertNothingEnters(gpu, NvmlReturn.Code.UNINITIALIZED);
    long entries = machine.entries();
    assertThatThrownBy(nvml::gpus).isInstanceOf(NvmlException.class);
    assertThatThrownBy(nvml::driverVersion).isInstanceOf(NvmlException.class);
    assertThatThrownBy(nvml::nvmlVersion).isInstanceOf(NvmlException.class);
    assertThatThrownBy(() -> nvml.reattach(gpu)).isInstanceOf(NvmlException.class);
    nvml.close();
    assertThat(machine.entries()).isEqualTo(entries);
    assertThat(machine.calls(FakeCall.SHUTDOWN)).isEqualTo(1);
  }

  @Test
  void aReplacedDriverEndsTheSessionForGood() throws NvmlException {
    Gpu gpu = nvml.gpu(0);
    Gpu other = nvml.gpu(0);
    h100.answer(FakeCall.POWER_USAGE, 18);
    gpu.powerUsageMilliwatts();
    h100.answer(FakeCall.POWER_USAGE, 0);
    assertNothingEnters(gpu, NvmlReturn.Code.LIB_RM_VERSION_MISMATCH);
    assertNothingEnters(other, NvmlReturn.Code.LIB_RM_VERSION_MISMATCH);
    long entries = machine.entries();
    assertThatThrownBy(() -> nvml.reattach(gpu))
        .isInstanceOfSatisfying(
            NvmlException.class,
            e -> assertThat(e.why()).isEqualTo(NvmlReturn.Code.LIB_RM_VERSION_MISMATCH));
    nvml.close();
    assertThat(machine.entries()).isEqualTo(entries);
  }

  private void assertNothingEnters(Gpu gpu, NvmlReturn why) {
    long entries = machine.entries();
    NvmlValue none = new NvmlValue.Unavailable(why);
    assertThat(gpu.energyMillijoules()).isEqualTo(none);
    assertThat(gpu.instantPowerMilliwatts()).isEqualTo(none);
    assertThat(gpu.averagePowerMilliwatts()).isEqualTo(none);
    assertThat(gpu.powerUsageMilliwatts()).isEqualTo(none);
    assertThat(gpu.powerLimit()).isEqualTo(none);
    assertThat(gpu.performanceState()).isEqualTo(none);
    assertThat(gpu.index()).isEqualTo(none);
    assertThat(gpu.pciBusId()).isEmpty();
    assertThat(gpu.utilizationPercent()).isEqualTo(none);
    assertThat(gpu.temperatureCelsius()).isEqualTo(none);
    assertThat(gpu.smClockMegahertz()).isEqualTo(none);
    assertThat(gpu.memoryClockMegahertz()).isEqualTo(none);
    assertThat(machine.entries()).as("entries into the library").isEqualTo(entries);
  }
}
