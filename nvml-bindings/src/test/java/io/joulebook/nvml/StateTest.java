package io.joulebook.nvml;

import static org.assertj.core.api.Assertions.assertThat;

import io.joulebook.nvml.fake.FakeCall;
import io.joulebook.nvml.fake.FakeGpu;
import io.joulebook.nvml.fake.FakeMachine;
import io.joulebook.nvml.fake.NeedsCompiler;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where a GPU is, and how it does beside its energy. */
@NeedsCompiler
class StateTest {
  private static final NvmlValue NOT_SUPPORTED =
      new NvmlValue.Unavailable(NvmlReturn.Code.NOT_SUPPORTED);
  private static final NvmlValue NOT_FOUND =
      new NvmlValue.Unavailable(NvmlReturn.Code.FUNCTION_NOT_FOUND);
  private static final int DEPRECATED = 26;

  @TempDir Path folder;
  private FakeMachine machine;
  private Nvml nvml;

  private Gpu open(FakeMachine made, String uuid) throws NvmlException {
    machine = made;
    nvml = Nvml.open(machine.library().toString());
    return nvml.gpu(uuid);
  }

  private Gpu open(FakeMachine made) throws NvmlException {
    return open(made, made.gpu(0).uuid());
  }

  @AfterEach
  void close() {
    nvml.close();
  }

  @Test
  void aGpuTellsItsStateInTheUnitsThatAreNamed() throws NvmlException {
    Gpu gpu = open(FakeMachine.oneH100(folder));
    machine.gpu(0).utilization(87).temperature(61).clocks(1_755, 2_619);

    assertThat(gpu.utilizationPercent()).isEqualTo(new NvmlValue.Value(87));
    assertThat(gpu.temperatureCelsius()).isEqualTo(new NvmlValue.Value(61));
    assertThat(gpu.smClockMegahertz()).isEqualTo(new NvmlValue.Value(1_755));
    assertThat(gpu.memoryClockMegahertz()).isEqualTo(new NvmlValue.Value(2_619));
  }

  @Test
  void eachGpuTellsItsOwnPlace() throws NvmlException {
    FakeMachine made = FakeMachine.eightH100s(folder);
    Gpu third = open(made, made.gpu(2).uuid());

    assertThat(third.index()).isEqualTo(new NvmlValue.Value(2));
    assertThat(third.pciBusId()).hasValue("00000000:3D:00.0");
  }

  @Test
  void theOldFormOfTheTemperatureIsAskedFirst() throws NvmlException {
    Gpu gpu = open(FakeMachine.oneH100(folder));
    gpu.temperatureCelsius();

    assertThat(machine.calls(FakeCall.TEMPERATURE)).isEqualTo(1);
    assertThat(machine.calls(FakeCall.TEMPERATURE_V)).isZero();
  }

  @Test
  void theNewFormIsAskedWhereTheOldIsGone() throws NvmlException {
    Gpu gpu = open(FakeMachine.withoutOldTemperatureSymbol(folder));

    assertThat(gpu.temperatureCelsius()).isEqualTo(new NvmlValue.Value(34));
  }

  @Test
  void theNewFormIsAskedWhereTheOldAnswersThatItIsDeprecated() throws NvmlException {
    Gpu gpu = open(FakeMachine.oneH100(folder));
    machine.gpu(0).answer(FakeCall.TEMPERATURE, DEPRECATED);

    assertThat(gpu.temperatureCelsius()).isEqualTo(new NvmlValue.Value(34));
  }

  @Test
  void frostIsBelowZeroInBothForms() throws NvmlException {
    Gpu gpu = open(FakeMachine.oneH100(folder));
    machine.gpu(0).temperature(-5);
    assertThat(gpu.temperatureCelsius()).isEqualTo(new NvmlValue.Value(-5));

    machine.gpu(0).answer(FakeCall.TEMPERATURE, DEPRECATED);
    assertThat(gpu.temperatureCelsius()).isEqualTo(new NvmlValue.Value(-5));
  }

  @Test
  void whatAGpuDoesNotSupportLeavesTheRestAlone() throws NvmlException {
    Gpu gpu = open(FakeMachine.oneH100(folder));
    FakeGpu h100 = machine.gpu(0);
    h100.answer(FakeCall.UTILIZATION, 3);
    h100.answer(FakeCall.TEMPERATURE, 3);
    h100.answer(FakeCall.CLOCK_SM, 3);
    h100.answer(FakeCall.PCI_INFO, 3);

    assertThat(gpu.utilizationPercent()).isEqualTo(NOT_SUPPORTED);
    assertThat(gpu.temperatureCelsius()).isEqualTo(NOT_SUPPORTED);
    assertThat(gpu.smClockMegahertz()).isEqualTo(NOT_SUPPORTED);
    assertThat(gpu.pciBusId()).isEmpty();
    assertThat(gpu.memoryClockMegahertz()).isEqualTo(new NvmlValue.Value(2_619));
    assertThat(gpu.energyMillijoules()).isInstanceOf(NvmlValue.Value.class);
    assertThat(machine.calls(FakeCall.TEMPERATURE_V)).isZero();
  }

  @Test
  void anOldLibraryLacksThemAndTellsItsEnergy() throws NvmlException {
    Gpu gpu = open(FakeMachine.withoutStateSymbols(folder));

    assertThat(gpu.index()).isEqualTo(NOT_FOUND);
    assertThat(gpu.pciBusId()).isEmpty();
    assertThat(gpu.utilizationPercent()).isEqualTo(NOT_FOUND);
    assertThat(gpu.temperatureCelsius()).isEqualTo(NOT_FOUND);
    assertThat(gpu.smClockMegahertz()).isEqualTo(NOT_FOUND);
    assertThat(gpu.memoryClockMegahertz()).isEqualTo(NOT_FOUND);
    assertThat(gpu.energyMillijoules()).isInstanceOf(NvmlValue.Value.class);
  }

  @Test
  void aMigInstanceIsWhereItsGpuIsAndTellsNoUtilization() throws NvmlException {
    FakeMachine made = FakeMachine.oneMigInstance(folder);
    Gpu instance = open(made, made.gpu(1).uuid());

    assertThat(nvml.gpuCount()).isEqualTo(1);
    assertThat(instance.index()).isEqualTo(new NvmlValue.Value(0));
    assertThat(instance.pciBusId()).hasValue(machine.gpu(0).pciBusId());
    assertThat(instance.utilizationPercent()).isEqualTo(NOT_SUPPORTED);
  }

  @Test
  void aMigInstanceWhoseGpuIsNotToldIsNowhere() throws NvmlException {
    FakeMachine made = FakeMachine.oneMigInstance(folder);
    Gpu instance = open(made, made.gpu(1).uuid());
    machine.answer(FakeCall.PARENT, 3);

    assertThat(instance.index()).isEqualTo(NOT_SUPPORTED);
    assertThat(instance.pciBusId()).isEmpty();
  }
}
