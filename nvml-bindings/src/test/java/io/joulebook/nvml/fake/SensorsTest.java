package io.joulebook.nvml.fake;

import static org.assertj.core.api.Assertions.assertThat;

import io.joulebook.nvml.Gpu;
import io.joulebook.nvml.Nvml;
import io.joulebook.nvml.NvmlException;
import io.joulebook.nvml.NvmlValue;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The fake's sensors show what real ones do: late, in steps, and sometimes wrong. */
@NeedsCompiler
class SensorsTest {
  private final FakeMachine machine;
  private final FakeGpu fake;
  private final Nvml nvml;
  private final Gpu gpu;

  SensorsTest(@TempDir Path folder) throws NvmlException {
    machine = FakeMachine.oneH100(folder).stopClock();
    fake = machine.gpu(0);
    nvml = Nvml.open(machine.library().toString());
    gpu = nvml.gpu(0);
    fake.phase(Duration.ofNanos(machine.now()));
  }

  @AfterEach
  void close() {
    nvml.close();
  }

  @Test
  void theCounterMovesAtTicksOnly() {
    fake.power(100_000);
    long start = energy();
    machine.advance(Duration.ofMillis(99));
    assertThat(energy()).isEqualTo(start);
    machine.advance(Duration.ofMillis(1));
    assertThat(energy()).isEqualTo(start + 10_000);
  }

  @Test
  void readingsComeLateByTheLag() {
    fake.period(Duration.ofMillis(10)).lag(Duration.ofMillis(50));
    fake.power(600_000);
    machine.advance(Duration.ofMillis(49));
    assertThat(gpu.instantPowerMilliwatts()).isEqualTo(new NvmlValue.Value(70_000));
    machine.advance(Duration.ofMillis(1));
    assertThat(gpu.instantPowerMilliwatts()).isEqualTo(new NvmlValue.Value(600_000));
  }

  @Test
  void theCounterIsTheTruthAtTheLastTick() {
    fake.period(Duration.ofMillis(20)).lag(Duration.ofMillis(7));
    long start = machine.now();
    for (int step = 1; step <= 500; step++) {
      fake.power(step * 997L);
      machine.advance(Duration.ofNanos(step * 12_345L));
      long tick = start + Math.floorDiv(machine.now() - 7_000_000 - start, 20_000_000) * 20_000_000;
      assertThat(energy()).isEqualTo(fake.trueEnergyMicrojoules(tick) / 1000);
    }
  }

  @Test
  void instantPowerIsTheMeanOfItsWindow() {
    fake.window(Duration.ofMillis(25));
    fake.power(100_000);
    machine.advance(Duration.ofMillis(90));
    fake.power(500_000);
    machine.advance(Duration.ofMillis(10));
    assertThat(gpu.instantPowerMilliwatts()).isEqualTo(new NvmlValue.Value(260_000));
  }

  @Test
  void averagePowerIsTheMeanOfASecond() {
    fake.power(200_000);
    machine.advance(Duration.ofMillis(500));
    fake.power(400_000);
    machine.advance(Duration.ofMillis(500));
    assertThat(gpu.averagePowerMilliwatts()).isEqualTo(new NvmlValue.Value(300_000));
  }

  @Test
  void aStuckCounterStandsStillWhileTheTruthGoesOn() {
    fake.stick();
    long stuck = energy();
    machine.advance(Duration.ofSeconds(10));
    assertThat(energy()).isEqualTo(stuck);
    fake.unstick();
    assertThat(energy()).isEqualTo(stuck + 700_000);
  }

  @Test
  void aResetCounterStartsFromZero() {
    fake.resetCounter();
    assertThat(energy()).isZero();
    machine.advance(Duration.ofSeconds(1));
    assertThat(energy()).isEqualTo(70_000);
    fake.shiftCounter(5);
    assertThat(energy()).isEqualTo(70_005);
  }

  @Test
  void aGpuThatCameBackCountsFromZero() throws NvmlException {
    fake.lose();
    gpu.energyMillijoules();
    fake.comeBack();
    assertThat(nvml.reattach(gpu).energyMillijoules()).isEqualTo(new NvmlValue.Value(0));
  }

  @Test
  void garbageIsShownUntilItIsCleared() {
    long before = energy();
    fake.garbageEnergy(42);
    assertThat(energy()).isEqualTo(42);
    fake.noGarbage();
    assertThat(energy()).isEqualTo(before);
  }

  @Test
  void hoursAtAKilowattAreExact() {
    long start = fake.trueEnergyMicrojoulesNow();
    fake.power(1_000_001);
    machine.advance(Duration.ofHours(1000));
    assertThat(fake.trueEnergyMicrojoulesNow() - start).isEqualTo(3_600_003_600_000_000L);
    assertThat(energy()).isEqualTo(fake.trueEnergyMicrojoulesNow() / 1000);
  }

  @Test
  void changesFromManyThreadsAllCount() {
    long before = fake.powerMilliwatts();
    IntStream.range(0, 4).parallel().forEach(thread -> step(10_000));
    assertThat(fake.powerMilliwatts()).isEqualTo(before + 4 * 10_000 * 3);
  }

  @Test
  void moreChangesThanAreRememberedDoNotHurtTheCounter() {
    long start = fake.trueEnergyMicrojoulesNow();
    for (int i = 0; i < 300_000; i++) {
      fake.power(i % 2 == 0 ? 1_000_000 : 0);
      machine.advance(Duration.ofNanos(1_000));
    }
    machine.advance(Duration.ofSeconds(1));
    assertThat(fake.trueEnergyMicrojoulesNow() - start).isEqualTo(150_000_000);
    assertThat(energy()).isEqualTo(fake.trueEnergyMicrojoulesNow() / 1000);
  }

  @Test
  void aForeignHandleToTheMachineDrivesIt() {
    FakeMachine same = FakeMachine.attach(machine.stateFile());
    fake.period(Duration.ZERO);
    same.gpu(0).addPower(5_000);
    assertThat(same.now()).isEqualTo(machine.now());
    assertThat(gpu.instantPowerMilliwatts()).isEqualTo(new NvmlValue.Value(75_000));
  }

  @Test
  void anotherProcessDrivesTheSameMachine(@TempDir Path folder) throws IOException {
    fake.period(Duration.ZERO);
    String printed =
        new ForkedJvm(folder).run(DrivePower.class, machine.stateFile().toString(), "11000");
    assertThat(printed).isEqualTo("81000");
    assertThat(gpu.instantPowerMilliwatts()).isEqualTo(new NvmlValue.Value(81_000));
  }

  private void step(int times) {
    for (int i = 0; i < times; i++) {
      fake.addPower(3);
    }
  }

  private long energy() {
    return ((NvmlValue.Value) gpu.energyMillijoules()).value();
  }
}
