package io.joulebook.agent.whole;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.joulebook.agent.whole.app.OnnxWorkload;
import io.joulebook.agent.whole.app.SpringModelWorkload;
import io.joulebook.nvml.fake.FakeGpu;
import io.joulebook.nvml.fake.FakeMachine;
import io.joulebook.nvml.fake.NeedsCompiler;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Real ONNX Runtime calls in a forked JVM, on a fake H100 whose true energy is known. */
@NeedsCompiler
@Isolated("it holds figures against the time they were read at")
class MeteringWholeTest {
  private static final long SW_POWER_CAP = 0x4;
  static final long BASE_MILLIWATTS = 110_000;

  /** So that only the calls draw, and what the sensor has yet to report is next to nothing. */
  private static final long HARDLY_ANYTHING = 500;

  private static final double MICRO = 1e6;

  @TempDir Path folder;

  // ONNX Runtime's CPU build runs the model; the rule says that the GPU does, and the fake draws.
  private String options(FakeMachine machine) throws Exception {
    Path config = folder.resolve("joulebook.yaml");
    Files.writeString(
        config,
        """
        metrics.address: 127.0.0.1:0
        power.source: nvml
        nvml.library: %s
        grid: {zone: DE}
        models:
          - match: {engine: onnxruntime, path: "*minilm*"}
            name: minilm
            device: gpu
        """
            .formatted(machine.library()));
    return "config=" + config;
  }

  private FakeMachine machine(long baseMilliwatts) {
    FakeMachine machine = FakeMachine.oneH100(folder);
    machine.gpu(0).power(baseMilliwatts);
    machine.gpu(0).period(Duration.ofMillis(20));
    return machine;
  }

  @ParameterizedTest
  @CsvSource({"1, 900", "4, 250", "16, 60"})
  void joulesAddUpAndNoCallIsLost(int threads, int callsEach) throws Exception {
    FakeMachine machine = machine(HARDLY_ANYTHING);
    FakeGpu gpu = machine.gpu(0);
    try (AgentJvm jvm = start(machine, threads, callsEach)) {
      jvm.awaitOut("ready");
      Metrics before = jvm.awaitMetrics(m -> m.value("joulebook_base_watts") > 0);
      long trueBefore = gpu.trueEnergyMicrojoulesNow();
      jvm.say("go");
      int calls = Integer.parseInt(jvm.awaitOut("made "));
      Metrics after = jvm.awaitMetrics(m -> settled(m, calls));
      double truth = (gpu.trueEnergyMicrojoulesNow() - trueBefore) / MICRO;

      String measured = "joulebook_measured_joules_total";
      assertThat(after.value(measured) - before.value(measured))
          .isCloseTo(truth, within(0.01 * truth + sensorDelay()));
      assertBooksBalance(after);
      assertThat(after.value("joulebook_calls_total", "outcome=\"ok\"")).isEqualTo(calls);
      assertThat(after.value("joulebook_items_total")).isEqualTo(2.0 * calls);
      assertThat(after.value("joulebook_tokens_total")).isEqualTo(32.0 * calls);
      assertThat(after.value("joulebook_spans_dropped_total", "ring_full")).isZero();
      assertThat(jvm.err()).hasSize(1); // the port, for it was asked for as any
    }
  }

  // What the meter may not have seen yet when it is asked: a period, a reading and a turn of the
  // books, in which nothing but the tiny base power is drawn.
  private static double sensorDelay() {
    return 0.15 * HARDLY_ANYTHING / 1e3;
  }

  private AgentJvm start(FakeMachine machine, int threads, int callsEach) throws Exception {
    return AgentJvm.main(
            OnnxWorkload.class,
            machine.stateFile().toString(),
            folder.toString(),
            String.valueOf(threads),
            String.valueOf(callsEach))
        .agent(options(machine))
        .flag("--enable-native-access=ALL-UNNAMED")
        .start();
  }

  private static boolean isBaseKnownWithin(Metrics metrics, double watts) {
    return metrics.has("joulebook_base_watts")
        && metrics.value("joulebook_base_spread_watts") < watts;
  }

  private static boolean settled(Metrics metrics, int calls) {
    return metrics.value("joulebook_calls_total") == calls
        && metrics.value("joulebook_calls_unsettled") == 0;
  }

  static void assertBooksBalance(Metrics metrics) {
    BigDecimal measured = metrics.sum("joulebook_measured_joules_total");
    assertThat(metrics.sum("joulebook_energy_joules_total")).isEqualByComparingTo(measured);
    assertThat(metrics.sum("joulebook_ledger_residual_joules")).isEqualByComparingTo("0");
    assertThat(metrics.sum("joulebook_model_energy_joules_total"))
        .isEqualByComparingTo(metrics.sum("joulebook_energy_joules_total", "account=\"requests\""));
  }

  @Test
  void theCallsGetWhatTheyDrewAndItIsPriced() throws Exception {
    FakeMachine machine = machine(BASE_MILLIWATTS);
    FakeGpu gpu = machine.gpu(0).utilization(87).temperature(61).clocks(1_755, 2_619);
    try (AgentJvm jvm = start(machine, 4, 200)) {
      jvm.awaitOut("ready");
      jvm.awaitMetrics(m -> isBaseKnownWithin(m, 0.75)); // a quarter of what is allowed below
      long from = System.nanoTime();
      jvm.say("go");
      int calls = Integer.parseInt(jvm.awaitNextOut("made "));
      double drawn = trueActive(gpu, from, System.nanoTime());
      Metrics metrics = jvm.awaitMetrics(m -> settled(m, calls));

      double active = metrics.value("joulebook_model_energy_joules_total", "share=\"active\"");
      assertThat(active).isCloseTo(drawn, within(0.05 * drawn));
      assertThat(metrics.value("joulebook_call_energy_joules_count", "model=\"minilm\""))
          .isEqualTo(calls);
      assertPriced(metrics);
      assertDescribed(metrics, gpu);
      assertThat(metrics.value("joulebook_base_watts")).isCloseTo(110, within(3.0));
      String throttled = "state=\"throttled\"";
      assertThat(metrics.value("joulebook_sensor_state", throttled)).isZero();
      gpu.eventReasons(SW_POWER_CAP);
      jvm.say("go");
      int all = Integer.parseInt(jvm.awaitNextOut("made "));
      assertBooksBalance(
          jvm.awaitMetrics(
              m -> settled(m, all) && m.value("joulebook_sensor_state", throttled) == 1));
    }
  }

  @Test
  void aSensorThatTrailsIsFoundOutAndItsTicksAreLocked() throws Exception {
    FakeMachine machine = machine(BASE_MILLIWATTS);
    FakeGpu gpu = machine.gpu(0);
    gpu.lag(Duration.ofMillis(120));
    try (AgentJvm jvm = start(machine, 2, 20)) {
      jvm.awaitOut("ready");
      int[] calls = new int[1];
      Metrics found =
          Patience.await(
              () -> {
                jvm.say("go");
                calls[0] = Integer.parseInt(jvm.awaitNextOut("made "));
                Metrics now = jvm.metrics();
                return now.has("joulebook_sensor_lag_seconds") && isLocked(now) ? now : null;
              },
              () -> "no lag is known, or no lock");

      assertThat(found.value("joulebook_sensor_lag_seconds")).isCloseTo(0.12, within(0.02));
      Metrics settled = jvm.awaitMetrics(m -> settled(m, calls[0]));
      assertThat(settled.sum("joulebook_model_quality_joules_total"))
          .isEqualByComparingTo(settled.sum("joulebook_model_energy_joules_total"));
      assertThat(settled.value("joulebook_model_uncertainty_joules_total")).isPositive();
      assertBooksBalance(settled);
    }
  }

  private static boolean isLocked(Metrics metrics) {
    return metrics.value("joulebook_sensor_state", "state=\"phase_locked\"") == 1;
  }

  static double trueActive(FakeGpu gpu, long from, long to) {
    double all = gpu.trueEnergyMicrojoules(to) - gpu.trueEnergyMicrojoules(from);
    return all / MICRO - BASE_MILLIWATTS * (to - from) / 1e12;
  }

  private static void assertDescribed(Metrics metrics, FakeGpu gpu) {
    String device = "device=\"" + gpu.uuid() + "\"";
    String address = "pci_bus_id=\"" + gpu.pciBusId() + "\"";
    assertThat(metrics.has("joulebook_device_info", device, "index=\"0\"", address)).isTrue();
    assertThat(metrics.value("joulebook_device_utilization_ratio", device)).isEqualTo(0.87);
    assertThat(metrics.value("joulebook_device_temperature_celsius", device)).isEqualTo(61);
    String clock = "joulebook_device_clock_hertz";
    assertThat(metrics.value(clock, device, "clock=\"sm\"")).isEqualTo(1.755e9);
    assertThat(metrics.value(clock, device, "clock=\"memory\"")).isEqualTo(2.619e9);
  }

  private static void assertPriced(Metrics metrics) {
    double grams = metrics.value("joulebook_co2e_grams_total");
    double joules = metrics.value("joulebook_model_energy_joules_total");
    double intensity = metrics.value("joulebook_grid_intensity_grams_per_kwh");
    assertThat(intensity).isPositive();
    assertThat(grams).isCloseTo(joules / 3.6e6 * intensity, within(1e-6));
  }

  @Test
  void aModelOnTheCpuIsNotBilledTheGpusJoules() throws Exception {
    FakeMachine machine = machine(BASE_MILLIWATTS);
    try (AgentJvm jvm =
        AgentJvm.main(OnnxWorkload.class, "-", folder.toString(), "2", "50")
            .agent(
                "metrics.address=127.0.0.1:0,power.source=nvml,nvml.library=" + machine.library())
            .start()) {
      jvm.awaitOut("ready");
      jvm.say("go");
      int calls = Integer.parseInt(jvm.awaitOut("made "));
      Metrics metrics = jvm.awaitMetrics(m -> settled(m, calls) && m.has("joulebook_base_watts"));

      assertThat(metrics.has("joulebook_model_energy_joules_total")).isFalse();
      assertThat(metrics.has("joulebook_call_energy_joules_count")).isFalse();
      assertThat(metrics.value("joulebook_energy_joules_total", "account=\"requests\"")).isZero();
      assertThat(metrics.value("joulebook_energy_joules_total", "account=\"idle\"")).isPositive();
    }
  }

  @Test
  void aModelThatASpringBeanLoadsFromBytesHasItsName() throws Exception {
    try (AgentJvm jvm =
        AgentJvm.main(SpringModelWorkload.class)
            .agent("metrics.address=127.0.0.1:0,power.source=simulated")
            .start()) {
      jvm.awaitOut("called");
      Metrics metrics = jvm.awaitMetrics(m -> m.value("joulebook_calls_total") == 1);

      assertThat(metrics.value("joulebook_calls_total", "model=\"sentences\"")).isEqualTo(1);
    }
  }
}
