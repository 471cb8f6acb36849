package io.joulebook.agent.power;

import static org.assertj.core.api.Assertions.assertThat;

import io.joulebook.collector.DeviceState;
import io.joulebook.nvml.Nvml;
import io.joulebook.nvml.fake.FakeCall;
import io.joulebook.nvml.fake.FakeGpu;
import io.joulebook.nvml.fake.FakeMachine;
import io.joulebook.nvml.fake.NeedsCompiler;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
  void whetherItIsHeldBackIsWhatItSaysNowOrCountsSinceItWasAsked() {
    assertThat(meter.isThrottled()).isFalse();
    gpu.eventReasons(0x4);
    assertThat(meter.isThrottled()).isTrue();
    gpu.eventReasons(0);
    assertThat(meter.isThrottled()).isFalse();
    gpu.powerViolation(Duration.ofMillis(3));
    assertThat(meter.isThrottled()).isTrue();
    assertThat(meter.isThrottled()).isFalse();
    gpu.thermalViolation(Duration.ofMillis(1));
    assertThat(meter.isThrottled()).isTrue();
    assertThat(meter.isThrottled()).isFalse();
  }

  @Test
  void whatItWillNeverTellOfBeingHeldBackIsAskedForOnce() {
    gpu.answer(FakeCall.EVENT_REASONS, NOT_SUPPORTED);
    gpu.answer(FakeCall.FIELD_VIOLATION, NOT_SUPPORTED);
    for (int i = 0; i < 3; i++) {
      assertThat(meter.isThrottled()).isFalse();
    }

    assertThat(gpu.calls(FakeCall.EVENT_REASONS)).isEqualTo(1);
    assertThat(gpu.calls(FakeCall.FIELD_VIOLATION)).isEqualTo(2); // by power, by heat
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

  @ParameterizedTest
  @CsvSource({
    "1, uninitialized, NVML is not initialised",
    "15, gpu_is_lost, the GPU fell off the bus",
    "16, reset_required, the GPU must be reset before use"
  })
  void whileItIsLostItSaysWhy(int code, String reason, String words) {
    gpu.answer(FakeCall.ENERGY, code);

    assertThat(meter.read(0)).isEqualTo(new MeterReading.Unavailable(reason, true));
    assertThat(meter.read(1)).isEqualTo(new MeterReading.Unavailable(reason, true));
    assertThat(meter.explain(reason)).isEqualTo(words);
  }

  @Test
  void aLostHandleIsNotAskedForAState() {
    gpu.lose();
    assertThat(meter.read(0)).isEqualTo(new MeterReading.Unavailable("gpu_is_lost", true));
    gpu.comeBack();

    assertThat(meter.performanceState()).isEmpty();
    assertThat(gpu.calls(FakeCall.PERFORMANCE_STATE)).isZero();
    assertThat(machine.staleHandleUses()).isZero();
    assertThat(meter.read(2_000_000_000L)).isInstanceOf(MeterReading.Energy.class);
    assertThat(meter.performanceState()).hasValue(0);
  }

  @Test
  void itTellsWhereItIsAndHowItDoes() {
    gpu.utilization(87).temperature(61).clocks(1_755, 2_619);

    assertThat(meter.index()).hasValue(0);
    assertThat(meter.pciBusId()).hasValue(gpu.pciBusId());
    assertThat(meter.state())
        .hasValue(
            new DeviceState(
                gpu.uuid(),
                OptionalInt.of(87),
                OptionalInt.of(61),
                OptionalInt.of(1_755),
                OptionalInt.of(2_619)));
  }

  @Test
  void aQuestionThatIsNotSupportedIsAskedOnceAndTheOthersOnAndOn() {
    gpu.answer(FakeCall.UTILIZATION, NOT_SUPPORTED);
    gpu.answer(FakeCall.TEMPERATURE, TIMEOUT);
    DeviceState first = meter.state().orElseThrow();
    gpu.answer(FakeCall.UTILIZATION, 0);
    gpu.answer(FakeCall.TEMPERATURE, 0);
    DeviceState second = meter.state().orElseThrow();

    assertThat(first.utilizationPercent()).isEmpty();
    assertThat(first.temperatureCelsius()).isEmpty();
    assertThat(first.smClockMegahertz()).isPresent();
    assertThat(second.utilizationPercent()).isEmpty();
    assertThat(second.temperatureCelsius()).isPresent();
    assertThat(gpu.calls(FakeCall.UTILIZATION)).isEqualTo(1);
    assertThat(gpu.calls(FakeCall.TEMPERATURE)).isEqualTo(2);
    assertThat(meter.read(0)).isInstanceOf(MeterReading.Energy.class);
  }

  @Test
  void whatCannotBeIsNotKnown() {
    gpu.utilization(101).temperature(-273).clocks(-1, 1_000_000);

    OptionalInt none = OptionalInt.empty();
    assertThat(meter.state()).hasValue(new DeviceState(gpu.uuid(), none, none, none, none));
  }

  @Test
  void aLostHandleIsNotAskedHowItDoes() {
    gpu.lose();
    meter.read(0);
    gpu.comeBack();

    assertThat(meter.state()).isEmpty();
    assertThat(gpu.calls(FakeCall.UTILIZATION)).isZero();
    meter.read(2_000_000_000L);
    assertThat(meter.state()).isPresent();
    assertThat(machine.staleHandleUses()).isZero();
  }

  @Test
  void itsPlaceIsAskedForAgainUntilItIsTold() throws Exception {
    gpu.answer(FakeCall.INDEX, TIMEOUT);
    gpu.answer(FakeCall.PCI_INFO, TIMEOUT);
    NvmlMeter late = new NvmlMeter(nvml, nvml.gpu(0));
    assertThat(late.index()).isEmpty();
    assertThat(late.pciBusId()).isEmpty();
    gpu.answer(FakeCall.INDEX, 0);
    gpu.answer(FakeCall.PCI_INFO, 0);

    late.found(nvml, nvml.gpu(0));
    late.found(nvml, nvml.gpu(0));

    assertThat(late.index()).hasValue(0);
    assertThat(late.pciBusId()).hasValue(gpu.pciBusId());
    assertThat(gpu.calls(FakeCall.INDEX)).isEqualTo(3); // once by the meter of all tests
  }
}
