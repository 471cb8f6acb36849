package io.joulebook.grafana;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The figures of a job in which one instance measures and another simulates: each source's energy
 * by its own work, in the arithmetic of the real Prometheus.
 */
@Needs("promtool")
class MixedSourcesTest {
  private static final Chosen CHOSEN =
      new Chosen(
              Instant.ofEpochSecond(900),
              Duration.ofSeconds(600),
              Duration.ofSeconds(60),
              Duration.ofSeconds(15),
              Map.of("from", "m", "to", "n"))
          .with("job", "j")
          .with("model", "m");

  /** What grows in 15 s, on an instance that measures, {@code a}, and one that simulates. */
  private static final String GROWTH =
      """
      measured_joules_total{device="g",component="gpu",source="nvml",instance="a"} 180000
      measured_joules_total{device="nameless",component="gpu",source="nvml",instance="a"} 90000
      measured_joules_total{device="c",component="cpu",source="simulated",instance="b"} 180000
      measured_joules_total{device="s",component="gpu",source="simulated",instance="b"} 360000
      call_energy_joules_count{model="m",source="nvml",instance="a"} 10
      call_energy_joules_count{model="m",source="simulated",instance="b"} 30
      call_energy_joules_sum{model="m",source="nvml",instance="a"} 100
      call_energy_joules_sum{model="m",source="simulated",instance="b"} 3000
      model_energy_joules_total{model="m",source="nvml",instance="a"} 100
      model_energy_joules_total{model="m",source="simulated",instance="b"} 3000
      call_duration_seconds_sum{model="m",instance="a"} 5
      call_duration_seconds_sum{model="m",instance="b"} 6
      items_total{model="m",source="nvml",instance="a"} 20
      items_total{model="m",source="none",instance="a"} 1000
      items_total{model="m",source="simulated",instance="b"} 30
      tokens_total{model="m",direction="input",source="nvml",instance="a"} 100
      tokens_total{model="m",direction="input",source="simulated",instance="b"} 300
      tokens_total{model="m",direction="output",source="nvml",instance="a"} 50
      tokens_total{model="m",direction="output",source="none",instance="a"} 50
      tokens_total{model="m",direction="output",source="simulated",instance="b"} 30
      co2e_grams_total{model="m",kind="operational",source="nvml",instance="a"} 1
      co2e_grams_total{model="m",kind="operational",source="simulated",instance="b"} 60
      call_energy_joules_count{model="n",source="nvml",instance="a"} 10
      call_energy_joules_count{model="n",source="simulated",instance="b"} 30
      call_energy_joules_sum{model="n",source="nvml",instance="a"} 40
      call_energy_joules_sum{model="n",source="simulated",instance="b"} 300
      items_total{model="n",source="nvml",instance="a"} 20
      items_total{model="n",source="simulated",instance="b"} 30
      model_uncertainty_joules_total{model="m",source="nvml",instance="a"} 10
      model_uncertainty_joules_total{model="m",source="simulated",instance="b"} 1500
      model_uncertainty_joules_total{model="n",source="nvml",instance="a"} 20
      model_uncertainty_joules_total{model="n",source="simulated",instance="b"} 30
      co2e_grams_total{model="n",kind="operational",source="nvml",instance="a"} 0.4
      co2e_grams_total{model="n",kind="operational",source="simulated",instance="b"} 30
      call_energy_joules_count{model="z",source="nvml",instance="a"} 10
      call_energy_joules_count{model="z",source="nvml+simulated",instance="a"} 10
      co2e_grams_total{model="z",kind="operational",source="nvml",instance="a"} 3
      co2e_grams_total{model="z",kind="operational",source="simulated",instance="a"} 3
      route_calls_total{route="/r",model="m",source="nvml",instance="a"} 10
      route_calls_total{route="/r",model="m",source="none",instance="a"} 70
      route_calls_total{route="/r",model="m",source="simulated",instance="b"} 30
      route_energy_joules_total{route="/r",model="m",source="nvml",instance="a"} 100
      route_energy_joules_total{route="/r",model="m",source="simulated",instance="b"} 3000
      budget_calls_total{budget="t",verdict="within",source="nvml",instance="a"} 9
      budget_calls_total{budget="t",verdict="over",source="nvml",instance="a"} 1
      budget_calls_total{budget="t",verdict="within",source="simulated",instance="b"} 0
      budget_calls_total{budget="t",verdict="over",source="simulated",instance="b"} 30
      """;

  private static final String OTHERS =
      """
            - series: joulebook_energy{source="nvml"}
              values: 1x60
            - series: joulebook_energy{source="simulated"}
              values: 1x60
            - series: joulebook_device_info{job="j",instance="a",device="g",index="0",name="H200",pci_bus_id="0",driver="570"}
              values: 1x30 stale
            - series: joulebook_device_info{job="j",instance="a",device="g",index="0",name="H200",pci_bus_id="0",driver="580"}
              values: _x30 1x30
            - series: joulebook_device_info{job="j",instance="b",device="s",index="",name="simulated",pci_bus_id="",driver=""}
              values: 1x60
            - series: joulebook_sensor_gain_uncertainty_ratio{job="gain",instance="a",device="g"}
              values: 0.1x60
            - series: joulebook_budget_day_joules{job="j",instance="a",budget="day",source="nvml"}
              values: 0+15x600
            - series: joulebook_budget_energy_joules_total{job="j",instance="a",budget="day",source="nvml"}
              values: 0+15x600
            - series: joulebook_budget_objective_ratio{job="j",instance="a",budget="t"}
              values: 0.9x60
            - series: joulebook_budget_objective_ratio{job="k",instance="a",budget="over before"}
              values: 0.9x60
            - series: joulebook_budget_calls_total{job="k",instance="a",budget="over before",verdict="within",source="nvml"}
              values: 0+9x60
            - series: joulebook_budget_calls_total{job="k",instance="a",budget="over before",verdict="over",source="nvml"}
              values: 0+3x20 60x40
            - series: joulebook_budget_objective_ratio{job="k",instance="a",budget="over of late"}
              values: 0.9x60
            - series: joulebook_budget_calls_total{job="k",instance="a",budget="over of late",verdict="within",source="nvml"}
              values: 0+15x60
            - series: joulebook_budget_calls_total{job="k",instance="a",budget="over of late",verdict="over",source="nvml"}
              values: 0x40 12+12x20
            - series: joulebook_co2e_grams_total{job="j",model="set back",kind="operational",source="nvml"}
              values: 0+1x39 0+1x20
            - series: joulebook_co2e_grams_total{job="j",model="gone",kind="operational",source="nvml"}
              values: 0+1x40 stale
            - series: joulebook_co2e_grams_total{job="j",model="not scraped",kind="operational",source="nvml"}
              values: 0+1x30 _x9 40+1x20
            - series: joulebook_co2e_grams_total{job="j",model="just before",kind="operational",source="nvml"}
              values: 0x18 1000x60
            - series: joulebook_co2e_grams_total{job="j",model="just at the end",kind="operational",source="nvml"}
              values: 0x59 1000
      """;

  private static final String SAVED = "Saved, and whether it can be told";
  private static final String BURN = "Burn rate, critical alerts";

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({
    "overview, Energy per call, A, 10, 100",
    "overview, CO2e per call, A, 0.1, 2",
    "overview, Energy per call by model, A, 10, 100",
    "overview, Models, A, 400, 1200",
    "overview, Models, B, 10, 100",
    "overview, Models, C, 5, 100",
    "overview, Models, D, 0.1, 2",
    "overview, Models, E, 4000, 120000",
    "overview, Models, F, 2, 100",
    "overview, Models, G, 0.5, 0.01",
    "overview, Energy per output token, A, 2, 100",
    "overview, Output tokens per joule, A, 0.5, 0.01",
    "overview, GPUs by energy, A, 3, 4",
    "overview, Highest burn rate, A, 1, 10",
    "models, Energy per call, A, 10, 100",
    "models, Energy per item of a batch, A, 5, 100",
    "models, Energy per input token, A, 1, 10",
    "models, Energy per output token, A, 2, 100",
    "models, CO2e per call, A, 0.1, 2",
    "models, CO2e per item of a batch, A, 0.05, 2",
    "models, CO2e per output token, A, 0.02, 2",
    "models, 'Saved, and whether it can be told', A, 6, 90",
    "models, 'Saved, and whether it can be told', B, 3, 51",
    "models, 'Saved, and whether it can be told', C, 2, 1.765",
    "models, 'Saved, and whether it can be told', D, 3, 90",
    "models, 'Saved, and whether it can be told', E, 1.5, 51",
    "models, 'Saved, and whether it can be told', F, 2, 1.765",
    "models, 'Saved, and whether it can be told', G, 0.6, 0.9",
    "models, 'Saved, and whether it can be told', H, 0.096, 4.32",
    "models, 'Saved, and whether it can be told', I, 0.048, 2.448",
    "models, 'Saved, and whether it can be told', J, 3456, 172800",
    "models, Routes, B, 10, 100",
    "request-energy, Energy per item, A, 5, 100",
    "request-energy, Energy per input token, A, 1, 10",
    "request-energy, Energy per output token, A, 2, 100",
    "request-energy, Mean power during calls, A, 20, 500",
    "budgets, Highest burn rate, A, 1, 10",
    "budgets, Share over budget, A, 0.1, 1",
    "budgets, 'Burn rate, critical alerts', A, 1, 10",
    "budgets, 'Burn rate, critical alerts', B, 1, 10",
    "budgets, 'Burn rate, warnings', A, 1, 10",
    "budgets, 'Burn rate, warnings', B, 1, 10",
    "budgets, 'Error budget used, 30 days', A, 1, 10",
    "budgets, Most error budget used, A, 1, 10",
  })
  void eachSourceIsDividedByItsOwn(
      String board, String title, String refId, double nvml, double simulated) throws Exception {
    assertThat(fault(expression(board, title, refId), nvml, simulated)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"joulebook_items_total", "joulebook_call_energy_joules_sum"})
  void aFigureThatIsOffIsFound(String metric) throws Exception {
    String spoilt =
        expression("models", "Energy per item of a batch", "A")
            .replaceFirst("sum by \\(model, source\\) \\(increase\\(" + metric, "2 * $0");
    assertThat(fault(spoilt, 5, 100)).contains("FAILED");
  }

  private static String expression(String board, String title, String refId) throws IOException {
    return Dashboard.named(board).panel(title).targets().stream()
        .filter(target -> target.refId().equals(refId))
        .findFirst()
        .orElseThrow()
        .expression();
  }

  // With several devices, the one that a model ran on may read high and the other's low.
  @ParameterizedTest
  @CsvSource({"B, 4.4, 62", "C, 1.364, 1.452", "E, 2.2, 62", "F, 1.364, 1.452"})
  void theRangeOfASavingHasTheGainOfTheSensors(String refId, double nvml, double simulated)
      throws Exception {
    String range = expression("models", SAVED, refId).replace("job=\"$job\"", "job=~\"gain|j\"");
    assertThat(fault(range, nvml, simulated)).isEmpty();
    String oneDevice = range.replaceAll("(joulebook_measured_joules_total\\{)", "$1device=\"g\",");
    assertThat(fault(oneDevice, nvml, simulated)).contains("FAILED");
  }

  // A call that drew on devices of two sources has a part in each, and one that did not has not.
  @Test
  void gramsAreDividedByTheCallsThatTheyCameFromInOneJvmToo() throws Exception {
    String grams = expression("models", "CO2e per call", "A").replace("$model", "z");
    assertThat(fault(grams, 0.15, 0.3)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "set back, 39", // by a restart, which costs a step
    "gone, 21", // in the middle of the time range, to which half a step is added
    "not scraped, 40", // for a while
    "just before, 0", // the left edge: a thousand grams at once
    "just at the end, 1000",
  })
  void theRunningTotalIsThatOfTheTimeRange(String model, double grams) throws Exception {
    String total =
        CHOSEN
            .with("model", model)
            .in(expression("carbon", "CO2e since the start of the time range", "A"));
    String labels = "{kind=\"operational\",source=\"nvml\"}";
    String whole = "round(" + total + ")";
    assertThat(promtool(look(whole, labels, grams))).isEmpty();
    assertThat(promtool(look(whole, labels, grams + 2))).contains("FAILED");
  }

  // The alert needs both windows, so its line is the lower one, whichever that is.
  @ParameterizedTest
  @CsvSource({"over before, 0", "over of late, 2.105"})
  void theBurnRateIsTheLowerOfItsTwoWindows(String budget, double rate) throws Exception {
    String burn =
        CHOSEN.with("job", "k").with("budget", budget).in(expression("budgets", BURN, "A"));
    String labels = "{job=\"k\",budget=\"" + budget + "\",source=\"nvml\"}";
    String whole = "round(" + burn + ", 0.001)";
    assertThat(promtool(look(whole, labels, rate))).isEmpty();
    assertThat(promtool(look(whole, labels, rate + 0.1))).contains("FAILED");
  }

  // One joule a second, and a JVM that is a quarter of an hour old.
  @Test
  void theForecastOfADayHasAWholeHourOrIsNot() throws Exception {
    String forecast = CHOSEN.in(expression("budgets", "Energy of the day, and its limit", "B"));
    String labels = "{job=\"j\",instance=\"a\",budget=\"day\"}";
    String whole = look(forecast, labels, 86_400 / 3.6e6).replace("15m", "2h");
    assertThat(promtool(whole)).isEmpty();
    assertThat(promtool(whole.replace("2h", "45m"))).contains("got: nil");
  }

  private String fault(String expression, double nvml, double simulated) throws Exception {
    String summed =
        "round(sum by (source) ((%s) and on (source) joulebook_energy{source=\"%s\"}), 0.001)";
    String asked = CHOSEN.in(expression);
    return promtool(
        look(summed.formatted(asked, "nvml"), "{source=\"nvml\"}", nvml)
            + look(summed.formatted(asked, "simulated"), "{source=\"simulated\"}", simulated));
  }

  private static String look(String expression, String labels, double value) {
    return """
            - eval_time: 15m
              expr: '%s'
              exp_samples: [{labels: '%s', value: %s}]
        """
        .formatted(expression, labels, value);
  }

  /** What it finds wrong; empty if nothing. */
  private String promtool(String looks) throws IOException, InterruptedException {
    String series =
        GROWTH
            .lines()
            .map(line -> line.split(" "))
            .map(
                part ->
                    """
                          - series: joulebook_%s,job="j"}
                            values: 0+%sx60
                    """
                        .formatted(part[0].substring(0, part[0].length() - 1), part[1]))
            .collect(Collectors.joining());
    Path test = folder.resolve("test.yml");
    Files.writeString(
        test,
        "tests:\n  - interval: 15s\n    input_series:\n"
            + series
            + OTHERS
            + "    promql_expr_test:\n"
            + looks);
    Program run = Program.run(folder, "promtool", "test", "rules", test.toString());
    assertThat(run.output()).containsAnyOf("SUCCESS", "FAILED:");
    return run.exit() == 0 ? "" : run.output();
  }
}
