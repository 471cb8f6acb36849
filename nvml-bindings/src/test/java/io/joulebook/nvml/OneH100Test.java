package io.joulebook.nvml;

import static org.assertj.core.api.Assertions.assertThat;

import io.joulebook.nvml.fake.FakeCall;
import io.joulebook.nvml.fake.FakeGpu;
import io.joulebook.nvml.fake.FakeMachine;
import io.joulebook.nvml.fake.NeedsCompiler;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@NeedsCompiler
class OneH100Test extends GpuContract {
  private final FakeMachine machine;
  private final FakeGpu h100;
  private final Nvml nvml;

  OneH100Test(@TempDir Path folder) throws NvmlException {
    machine = FakeMachine.oneH100(folder).stopClock();
    h100 = machine.gpu(0);
    nvml = Nvml.open(machine.library().toString());
  }

  @AfterEach
  void close() {
    nvml.close();
    assertThat(machine.staleHandleUses()).isZero();
    assertThat(machine.callsWhileUninitialized()).isZero();
  }

  @Override
  Nvml nvml() {
    return nvml;
  }

  @Test
  void everyCapabilityIsSupported() throws NvmlException {
    Capability yes = new Capability.Supported();
    assertThat(nvml.gpu(0).capabilities()).isEqualTo(new Capabilities(yes, yes, yes, yes));
  }

  @Test
  void readingsComeInTheUnitsTheyName() throws NvmlException {
    Gpu gpu = nvml.gpu(0);
    h100.power(350_000);
    machine.advance(Duration.ofSeconds(2));

    assertThat(gpu.name()).isEqualTo("NVIDIA H100 80GB HBM3");
    assertThat(gpu.instantPowerMilliwatts()).isEqualTo(new NvmlValue.Value(350_000));
    assertThat(gpu.averagePowerMilliwatts()).isEqualTo(new NvmlValue.Value(350_000));
    assertThat(gpu.powerUsageMilliwatts()).isEqualTo(new NvmlValue.Value(350_000));
    assertThat(gpu.powerLimit()).isEqualTo(new NvmlValue.Value(700_000));
    assertThat(gpu.performanceState()).isEqualTo(new NvmlValue.Value(0));
  }

  @Test
  void energyIsWhatThePowerAddsUpTo() throws NvmlException {
    Gpu gpu = nvml.gpu(0);
    h100.period(Duration.ofMillis(1));
    long before = energy(gpu);
    h100.power(500_000);
    machine.advance(Duration.ofSeconds(10));
    assertThat(energy(gpu) - before).isBetween(4_999_500L, 5_000_500L);
  }

  @Test
  void theFileThatWasLoadedIsTold() {
    assertThat(nvml.library()).isEqualTo(machine.library());
  }

  @Test
  void probesAreMadeOncePerAttachment() throws NvmlException {
    Gpu gpu = nvml.gpu(0);
    assertThat(gpu.capabilities()).isEqualTo(gpu.capabilities());
    assertThat(h100.calls(FakeCall.ENERGY)).isEqualTo(1);
    assertThat(h100.calls(FakeCall.FIELD_VALUES)).isEqualTo(2);
    assertThat(h100.calls(FakeCall.POWER_USAGE)).isEqualTo(1);
  }

  @Test
  void impossibleValuesArePassedOnAsTheyAre() throws NvmlException {
    Gpu gpu = nvml.gpu(0);
    h100.garbageEnergy(Long.MIN_VALUE);
    h100.garbagePower(-1);
    assertThat(gpu.energyMillijoules()).isEqualTo(new NvmlValue.Value(Long.MIN_VALUE));
    assertThat(gpu.powerUsageMilliwatts()).isEqualTo(new NvmlValue.Value(4_294_967_295L));
  }

  @Test
  void whetherItIsHeldBackIsToldByItsReasons() throws NvmlException {
    Gpu gpu = nvml.gpu(0);
    for (long reason : new long[] {0x4, 0x8, 0x20, 0x40, 0x80}) {
      h100.eventReasons(reason);
      assertThat(gpu.throttled()).isEqualTo(new NvmlValue.Value(1));
    }
    h100.eventReasons(0x1 | 0x2 | 0x10 | 0x100); // idle, set so, in step with others, a display
    assertThat(gpu.throttled()).isEqualTo(new NvmlValue.Value(0));
    h100.powerViolation(Duration.ofMillis(7)).thermalViolation(Duration.ofMillis(9));
    assertThat(gpu.powerViolationNanos()).isEqualTo(new NvmlValue.Value(7_000_000));
    assertThat(gpu.thermalViolationNanos()).isEqualTo(new NvmlValue.Value(9_000_000));
  }

  @Test
  void anUnknownPerformanceStateIsNoState() throws NvmlException {
    Gpu gpu = nvml.gpu(0);
    h100.performanceState(32);
    assertThat(gpu.performanceState())
        .isEqualTo(new NvmlValue.Unavailable(NvmlReturn.Code.NO_DATA));
  }

  @Test
  void sessionsOnOneLibraryShareIt() throws NvmlException {
    try (Nvml second = Nvml.open(machine.library().toString())) {
      second.gpu(0);
    }
    assertThat(nvml.gpu(0).energyMillijoules()).isInstanceOf(NvmlValue.Value.class);
    assertThat(machine.calls(FakeCall.SHUTDOWN)).isEqualTo(1);
  }

  private static long energy(Gpu gpu) {
    return ((NvmlValue.Value) gpu.energyMillijoules()).value();
  }
}
