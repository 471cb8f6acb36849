package io.joulebook.benchmarks.accuracy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.joulebook.nvml.Gpu;
import io.joulebook.nvml.Nvml;
import io.joulebook.nvml.NvmlValue;
import io.joulebook.nvml.fake.FakeGpu;
import io.joulebook.nvml.fake.FakeMachine;
import io.joulebook.nvml.fake.NeedsCompiler;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the evaluation takes the counter to show is what the fake's counter shows. */
@NeedsCompiler
class CounterModelTest {
  private static final Truth TRUTH = new Truth.Additive(110_000, Map.of(Model.HEAVY, 250_000L));

  /** Both readings of a difference are rounded to a millijoule. */
  private static final double ROUNDING = 1.01e-3;

  @TempDir Path folder;

  static Stream<Sensor> sensors() {
    return Stream.of(
        Sensor.H100,
        Sensor.every(20).lag(250),
        Sensor.H100.lag(60).jitter(3),
        Sensor.H100.window(25),
        Sensor.H100.window(25).lag(60).jitter(3).gain(1.05),
        Sensor.H100.gain(0.94));
  }

  @ParameterizedTest
  @MethodSource("sensors")
  void itShowsWhatTheFakeShows(Sensor sensor) throws Exception {
    FakeMachine machine = FakeMachine.oneH100(folder).stopClock();
    FakeGpu fake = machine.gpu(0);
    long from = fake.power(TRUTH.baseMilliwatts());
    sensor.applyTo(fake);
    machine.advance(Duration.ofSeconds(1));
    List<Change> changes = new ArrayList<>();
    List<NvmlValue> readings = new ArrayList<>();
    List<Long> times = new ArrayList<>();
    try (Nvml nvml = Nvml.open(machine.library().toString())) {
      drive(machine, nvml.gpu(0), changes, times, readings);
    }
    Steps power = Steps.power(from, changes, TRUTH);
    CounterModel model = new CounterModel(power, sensor, times.get(0), machine.now());
    for (int i = 1; i < times.size(); i++) {
      assertThat(model.joules(times.get(i)) - model.joules(times.get(0)))
          .isCloseTo(joules(readings.get(i)) - joules(readings.get(0)), within(ROUNDING));
    }
  }

  private static void drive(
      FakeMachine machine,
      Gpu gpu,
      List<Change> changes,
      List<Long> times,
      List<NvmlValue> readings) {
    Random random = new Random(11);
    InFlight inFlight = new InFlight();
    for (int i = 0; i < 600; i++) {
      boolean begins = inFlight.all() == 0 || (inFlight.all() < 3 && random.nextBoolean());
      inFlight.take(Model.HEAVY, begins);
      long milliwatts = TRUTH.baseMilliwatts() + TRUTH.activeMilliwatts(inFlight);
      changes.add(new Change(machine.gpu(0).power(milliwatts), i, Model.HEAVY, 0, begins));
      machine.advance(Duration.ofNanos(random.nextInt(40_000_000)));
      times.add(machine.now());
      readings.add(gpu.energyMillijoules());
    }
  }

  private static double joules(NvmlValue reading) {
    return ((NvmlValue.Value) reading).value() / 1e3;
  }
}
