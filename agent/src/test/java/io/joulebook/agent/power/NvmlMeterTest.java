package io.joulebook.agent.power;

import static org.assertj.core.api.Assertions.assertThat;

import io.joulebook.nvml.Nvml;
import io.joulebook.nvml.fake.FakeCall;
import io.joulebook.nvml.fake.FakeGpu;
import io.joulebook.nvml.fake.FakeMachine;
import io.joulebook.nvml.fake.NeedsCompiler;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@NeedsCompiler
class NvmlMeterTest {
  private static final int NOT_SUPPORTED = 3;
  private static final int TIMEOUT = 10;

  @TempDir Path folder;
  private FakeMachine machine;
  private FakeGpu gpu;
  private Nvml nvml;
  private Meter meter;

  @BeforeEach
  void open() throws Exception {
    machine = FakeMachine.oneH100(folder).stopClock();
    gpu = machine.gpu(0);
    nvml = Nvml.open(machine.library().toString());
    meter = new NvmlMeter(nvml, nvml.gpu(0));
  }

  @AfterEach
  void close() {
    nvml.close();
  }

  @Test
  void itTellsThePerformanceState() {
    gpu.performanceState(8);
    assertThat(meter.performanceState()).hasValue(8);
    gpu.performanceState(32);
    assertThat(meter.performanceState()).isEmpty();
    gpu.performanceState(0);
    assertThat(meter.performanceState()).hasValue(0);
  }

  @Test
  void aStateThatIsNotSupportedIsAskedForOnce() {
    gpu.answer(FakeCall.PERFORMANCE_STATE, TIMEOUT);
    assertThat(meter.performanceState()).isEmpty();
    gpu.answer(FakeCall.PERFORMANCE_STATE, NOT_SUPPORTED);
    assertThat(meter.performanceState()).isEmpty();
    gpu.answer(FakeCall.PERFORMANCE_STATE, 0);
    assertThat(meter.performanceState()).isEmpty();

    assertThat(gpu.calls(FakeCall.PERFORMANCE_STATE)).isEqualTo(2);
  }

  @Test
  void aLostHandleIsNotAskedForAState() {
    gpu.lose();
    assertThat(meter.read(0)).isEqualTo(new Sample.Unavailable("gpu_is_lost", true));
    gpu.comeBack();

    assertThat(meter.performanceState()).isEmpty();
    assertThat(gpu.calls(FakeCall.PERFORMANCE_STATE)).isZero();
    assertThat(machine.staleHandleUses()).isZero();
    assertThat(meter.read(2_000_000_000L)).isInstanceOf(Sample.Energy.class);
    assertThat(meter.performanceState()).hasValue(0);
  }
}
