package io.joulebook.nvml.fake;

import static org.assertj.core.api.Assertions.assertThat;

import io.joulebook.nvml.Gpu;
import io.joulebook.nvml.Nvml;
import io.joulebook.nvml.NvmlException;
import io.joulebook.nvml.NvmlValue;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Counters that look only now and then, that show too much, and that tick unevenly. */
@NeedsCompiler
class CounterTest {
  private static final long PERIOD = 100_000_000;
  private static final long WINDOW = 25_000_000;

  private final FakeMachine machine;
  private final FakeGpu fake;
  private final Nvml nvml;
  private final Gpu gpu;
  private final long start;

  CounterTest(@TempDir Path folder) throws NvmlException {
    machine = FakeMachine.oneH100(folder).stopClock();
    fake = machine.gpu(0);
    nvml = Nvml.open(machine.library().toString());
    gpu = nvml.gpu(0);
    start = machine.now();
    fake.phase(Duration.ofNanos(start));
  }

  @AfterEach
  void close() {
    nvml.close();
  }

  @Test
  void aWindowInStepWithTheLoadCountsTwiceAndOneOutOfStepNothing() {
    fake.energyWindow(Duration.ofNanos(WINDOW));
    long before = energy();
    for (int i = 0; i < 100; i++) {
      square(0, 400_000);
    }
    long inStep = energy();
    assertThat(inStep - before).isEqualTo(4_000_000);
    for (int i = 0; i < 100; i++) {
      square(400_000, 0);
    }
    assertThat(energy()).isEqualTo(inStep);
  }

  private void square(long firstHalf, long secondHalf) {
    fake.power(firstHalf);
    machine.advance(Duration.ofMillis(50));
    fake.power(secondHalf);
    machine.advance(Duration.ofMillis(50));
  }

  @Test
  void aWindowedCounterIsRightHoweverSeldomItIsRead() {
    fake.jitter(Duration.ofMillis(3)).energyWindow(Duration.ofNanos(WINDOW));
    Ticks ticks = new Ticks(PERIOD, start, 3_000_000);
    Random random = new Random(7);
    long tick = ticks.lastAt(start);
    long picojoules = fake.trueEnergyMicrojoules(ticks.time(tick)) * 1_000_000;
    for (int reading = 0; reading < 200; reading++) {
      for (int i = random.nextInt(12); i >= 0; i--) {
        fake.power(random.nextInt(700_000));
        machine.advance(Duration.ofNanos(random.nextInt(90_000_000)));
      }
      for (; tick < ticks.lastAt(machine.now()); tick++) {
        long at = ticks.time(tick + 1);
        picojoules += seen(at - WINDOW, at) * (PERIOD / WINDOW);
      }
      assertThat(energy() - picojoules / 1e9).isBetween(-1.5, 0.5);
    }
  }

  // To the microjoule at both ends: the fake is exact, the question is not.
  private long seen(long from, long to) {
    return (fake.trueEnergyMicrojoules(to) - fake.trueEnergyMicrojoules(from)) * 1_000_000;
  }

  @Test
  void hoursWithoutAReadingTakeNoTime() {
    fake.energyWindow(Duration.ofNanos(WINDOW));
    long before = energy();
    fake.power(1_000_000);
    machine.advance(Duration.ofHours(1000));
    assertThat(energy() - before).isEqualTo(3_600_000_000_000L);
  }

  @Test
  void anotherViewOfTheMachineGoesOnWhereTheFirstStopped() throws NvmlException {
    fake.energyWindow(Duration.ofNanos(WINDOW));
    energy();
    try (Nvml second = Nvml.open(machine.library().toString())) {
      for (int i = 0; i < 10; i++) {
        square(100_000, 300_000);
        assertThat(second.gpu(0).energyMillijoules()).isEqualTo(gpu.energyMillijoules());
      }
    }
  }

  @Test
  void aWindowOfZeroShowsTheTruthAgain() {
    fake.energyWindow(Duration.ofNanos(WINDOW));
    square(0, 400_000);
    fake.energyWindow(Duration.ZERO);
    assertThat(energy()).isEqualTo(fake.trueEnergyMicrojoulesNow() / 1000);
  }

  @Test
  void gainMultipliesWhatIsShown() {
    fake.gain(1.05);
    fake.power(200_000);
    long before = energy();
    machine.advance(Duration.ofSeconds(10));
    assertThat(energy() - before).isEqualTo(2_100_000);
    fake.resetCounter();
    assertThat(energy()).isZero();
  }

  @Test
  void ticksComeLateEachByItsOwnAmountAndShowTheEnergyOfThatMoment() {
    fake.jitter(Duration.ofMillis(3)).lag(Duration.ofMillis(40));
    Ticks ticks = new Ticks(PERIOD, start, 3_000_000);
    Set<Long> lateness = new HashSet<>();
    for (long tick = 1; tick <= 50; tick++) {
      fake.power(tick * 10_000);
      long seen = ticks.time(tick) + 40_000_000;
      lateness.add(ticks.time(tick) - start - tick * PERIOD);
      machine.advance(Duration.ofNanos(seen - 1 - machine.now()));
      assertThat(energy()).isEqualTo(fake.trueEnergyMicrojoules(ticks.time(tick - 1)) / 1000);
      machine.advance(Duration.ofNanos(1));
      assertThat(energy()).isEqualTo(fake.trueEnergyMicrojoules(ticks.time(tick)) / 1000);
    }
    assertThat(lateness).hasSizeGreaterThan(45).allMatch(late -> late >= 0 && late <= 3_000_000);
  }

  @Test
  void aChangeSaysWhenItWas() {
    machine.advance(Duration.ofMillis(5));
    assertThat(fake.power(5)).isEqualTo(machine.now());
    assertThat(fake.addPower(5)).isEqualTo(machine.now());
  }

  private long energy() {
    return ((NvmlValue.Value) gpu.energyMillijoules()).value();
  }
}
