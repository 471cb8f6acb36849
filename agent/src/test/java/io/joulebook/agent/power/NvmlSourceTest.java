package io.joulebook.agent.power;

import static org.assertj.core.api.Assertions.assertThat;

import io.joulebook.collector.Source;
import io.joulebook.nvml.fake.FakeCall;
import io.joulebook.nvml.fake.FakeMachine;
import io.joulebook.nvml.fake.NeedsCompiler;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a driver says at first is not its last word. */
@NeedsCompiler
class NvmlSourceTest {
  private static final int DRIVER_NOT_LOADED = 9;
  private static final int TIMEOUT = 10;
  private static final int GPU_IS_LOST = 15;
  private static final int UNKNOWN = 999;
  private static final int NOT_SUPPORTED = 3;
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  @TempDir Path folder;
  private NvmlSource opened;

  private NvmlSource source(FakeMachine machine) {
    return source(machine.library());
  }

  private NvmlSource source(Path library) {
    opened = new NvmlSource(library.toString(), Optional.empty(), Map.of(), Optional.empty());
    return opened;
  }

  @AfterEach
  void close() {
    if (opened != null) {
      opened.close(); // a process reads one library at a time
    }
  }

  @Test
  void aDriverThatIsLoadedLaterIsFound() {
    FakeMachine machine = FakeMachine.oneH100(folder);
    NvmlSource source = source(machine);
    for (int code : new int[] {DRIVER_NOT_LOADED, UNKNOWN}) {
      machine.answer(FakeCall.INIT, code);
      PowerSource.Discovery none = source.look();
      assertThat(none.meters()).isEmpty();
      assertThat(none.settled()).isFalse();
      assertThat(none.problem().orElseThrow()).contains("answered " + code);
    }
    machine.answer(FakeCall.INIT, 0);

    PowerSource.Discovery found = source.look();

    assertThat(found.meters()).hasSize(1);
    assertThat(found.settled()).isTrue();
    assertThat(found.problem()).isEmpty();
    assertThat(found.meters().get(0).device().source()).isEqualTo(Source.NVML);
  }

  @Test
  void aCounterThatFailedItsProbeForAPassingReasonIsTakenLater() {
    FakeMachine machine = FakeMachine.oneH100(folder);
    NvmlSource source = source(machine);
    machine.gpu(0).answer(FakeCall.ENERGY, TIMEOUT);
    PowerSource.Discovery first = source.look();
    assertThat(first.meters().get(0).device().source()).isEqualTo(Source.NVML_POWER);
    assertThat(first.settled()).isFalse();
    machine.gpu(0).answer(FakeCall.ENERGY, 0);

    PowerSource.Discovery second = source.look();

    assertThat(second.meters()).isEqualTo(first.meters());
    assertThat(second.meters().get(0).device().source()).isEqualTo(Source.NVML);
    assertThat(second.meters().get(0).read(0)).isInstanceOf(MeterReading.Energy.class);
    assertThat(second.settled()).isTrue();
  }

  @Test
  void aCounterThatIsNotSupportedIsNotAskedForAgain() {
    FakeMachine machine = FakeMachine.oneH100(folder);
    machine.gpu(0).answer(FakeCall.ENERGY, NOT_SUPPORTED);

    assertThat(source(machine).look().settled()).isTrue();
  }

  @Test
  void aGpuThatIsLostAtTheStartIsMeteredOnceItIsBack() {
    FakeMachine machine = FakeMachine.oneH100(folder);
    NvmlSource source = source(machine);
    machine.gpu(0).answer(FakeCall.ENERGY, GPU_IS_LOST);
    machine.gpu(0).answer(FakeCall.FIELD_VALUES, GPU_IS_LOST);
    PowerSource.Discovery none = source.look();
    assertThat(none.meters()).isEmpty();
    assertThat(none.settled()).isFalse();
    machine.gpu(0).answer(FakeCall.ENERGY, 0);
    machine.gpu(0).answer(FakeCall.FIELD_VALUES, 0);

    assertThat(source.look().meters()).hasSize(1);
  }

  @Test
  void aSessionWhoseGpusAllStoppedToAnswerIsOpenedAnew() {
    FakeMachine machine = FakeMachine.oneH100(folder);
    NvmlSource source = source(machine);
    Meter meter = source.look().meters().get(0);
    assertThat(meter.read(0)).isInstanceOf(MeterReading.Energy.class);
    machine.gpu(0).answer(FakeCall.ENERGY, UNKNOWN);
    machine.gpu(0).answer(FakeCall.UTILIZATION, NOT_SUPPORTED);
    for (long at = SECOND; at < 8 * SECOND; at += SECOND) {
      assertThat(meter.read(at)).isInstanceOf(MeterReading.Unavailable.class);
    }
    long opened = machine.calls(FakeCall.INIT);
    machine.gpu(0).answer(FakeCall.ENERGY, 0);

    meter.state();
    machine.gpu(0).answer(FakeCall.UTILIZATION, 0);
    assertThat(meter.state().orElseThrow().utilizationPercent()).isEmpty();
    assertThat(source.look().meters()).containsExactly(meter);
    assertThat(machine.calls(FakeCall.INIT)).isEqualTo(opened + 1);
    assertThat(meter.state().orElseThrow().utilizationPercent()).isPresent();
    assertThat(meter.read(9 * SECOND)).isInstanceOf(MeterReading.Energy.class);
  }

  @Test
  void aLibraryThatIsNotThereIsLookedForAgain() {
    NvmlSource source = source(folder.resolve("libnvidia-ml.so.1"));

    assertThat(source.look().settled()).isFalse();
    FakeMachine.oneH100(folder);
    assertThat(source.look().meters()).hasSize(1);
  }

  @Test
  void aLookThatFailsLeavesMetersThatReadWellAlone() {
    FakeMachine machine = FakeMachine.eightH100s(folder);
    NvmlSource source = source(machine);
    PowerSource.Discovery first = source.look();
    first.meters().forEach(meter -> meter.read(0));
    machine.answer(FakeCall.COUNT, UNKNOWN);

    PowerSource.Discovery failed = source.look();

    assertThat(failed.meters()).isEqualTo(first.meters());
    assertThat(failed.cudaOrder()).isEqualTo(first.cudaOrder());
    assertThat(failed.settled()).isFalse();
    assertThat(failed.problem().orElseThrow()).contains("read on", "nvmlDeviceGetCount_v2", "999");
    assertThat(first.meters())
        .allMatch(meter -> meter.read(SECOND) instanceof MeterReading.Energy)
        .hasSize(8);
    assertThat(machine.calls(FakeCall.SHUTDOWN)).isZero();

    machine.answer(FakeCall.COUNT, 0);
    assertThat(source.look()).isEqualTo(first);
  }

  @Test
  void aLookThatFailsEndsASessionInWhichNothingIsMetered() {
    FakeMachine machine = FakeMachine.oneH100(folder);
    machine.answer(FakeCall.COUNT, UNKNOWN);
    NvmlSource source = source(machine);

    assertThat(source.look().meters()).isEmpty();
    assertThat(machine.calls(FakeCall.SHUTDOWN)).isEqualTo(1);
  }

  @Test
  void aDriverThatTellsOfTwoBillionGpusIsAskedForNone() {
    FakeMachine machine = FakeMachine.oneH100(folder);
    machine.claimGpus(2_000_000_000);

    assertThat(source(machine).look().problem().orElseThrow())
        .contains("told of 2000000000 GPUs, which no host has");
  }

  @Test
  void ordinalsKeepTheirGpusWhenAnotherCardComesInPlaceOfOne() {
    FakeMachine machine = FakeMachine.eightH100s(folder);
    NvmlSource source = source(machine);
    List<Meter> first = source.look().meters();
    machine.gpu(0).rename("GPU-00000000-0000-0000-0000-00000000000c");

    List<Meter> second = source.look().meters();

    assertThat(second.subList(0, 8)).isEqualTo(first);
    assertThat(second).hasSize(9);
    assertThat(second.get(8).device().id()).endsWith("c");
    // The handle of old would read the counter of the new card.
    assertThat(second.get(0).read(System.nanoTime()))
        .isEqualTo(new MeterReading.Unavailable("replaced", true));
    assertThat(second.get(0).explain("replaced")).contains("another GPU");
    assertThat(second.get(8).read(System.nanoTime())).isInstanceOf(MeterReading.Energy.class);
  }

  @Test
  void aGpuThatWasLostIsNotReadByTheHandleOfAnother() {
    FakeMachine machine = FakeMachine.eightH100s(folder);
    Meter meter = source(machine).look().meters().get(0);
    machine.gpu(0).lose();
    long now = System.nanoTime();
    meter.read(now);
    machine.gpu(0).mistakeFor(1);

    assertThat(meter.read(now + 2 * SECOND))
        .isEqualTo(new MeterReading.Unavailable("gpu_is_lost", true));
  }

  @Test
  void metersThatDoNotAnswerEitherAreNotSaidToBeReadOn() {
    FakeMachine machine = FakeMachine.oneH100(folder);
    NvmlSource source = source(machine);
    Meter meter = source.look().meters().get(0);
    meter.read(System.nanoTime());
    machine.answer(FakeCall.COUNT, UNKNOWN);
    assertThat(source.look().problem().orElseThrow())
        .contains("those that are metered are read on");

    machine.gpu(0).answer(FakeCall.ENERGY, UNKNOWN);
    meter.read(System.nanoTime());

    assertThat(source.look().problem().orElseThrow())
        .contains("other GPUs cannot be looked for")
        .doesNotContain("read on");
  }
}
