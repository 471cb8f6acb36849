package io.joulebook.grafana;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The overview's queries on a real Prometheus that scrapes the real demo. */
@NeedsPrometheus
class OverviewWholeTest {
  /** Absent in a demo in which nothing goes wrong, with the reason. */
  private static final Map<String, String> MAY_BE_ABSENT =
      Map.of(
          "joulebook_power_errors_total", "no reading failed",
          "joulebook_calls_unmeasured_total", "the energy of every call is known",
          "joulebook_entries_refused_total", "nothing was refused",
          "joulebook_labels_overflowed_total", "there are two models",
          "joulebook_unpriced_joules_total", "a zone is set",
          "joulebook_co2e_restated_grams_total", "the file of the feed does not change",
          "joulebook_history_errors_total", "nothing goes wrong with the history",
          "joulebook_sensor_gain_uncertainty_ratio", "a simulated GPU has no gain to be off");

  private static final String PER_CALL = "Energy per call by model";
  private static final double JOULES_PER_KWH = 3.6e6;

  @TempDir private static Path folder;

  private static Dashboard overview;
  private static Demo demo;
  private static Prometheus prometheus;
  private static Viewer viewer;

  @BeforeAll
  static void start() throws Exception {
    overview = Dashboard.overview();
    demo = Demo.start(folder);
    Future<?> load = demo.keepCalling();
    prometheus = Prometheus.start(folder, demo.metricsAddress());
    prometheus.await("count(count_over_time(joulebook_call_energy_joules_count[2m]) > 20) == 2");
    viewer = new Viewer(prometheus, Instant.now());
    assertThat(load).isNotDone();
  }

  @AfterAll
  static void stop() {
    try (Demo ending = demo;
        Prometheus scraper = prometheus) {
      assertThat(ending).isNotNull();
      assertThat(scraper).isNotNull();
    }
  }

  @Test
  void everyPanelShowsSomethingWithAllChosen() throws Exception {
    assertThat(faults(viewer, overview)).isEmpty();
  }

  @Test
  void everyPanelShowsSomethingWithOneOfEachChosen() throws Exception {
    Viewer one =
        viewer
            .choosing("job", "joulebook")
            .choosing("instance", demo.metricsAddress())
            .choosing("model", "minilm-batched")
            .choosing("source", "simulated");
    assertThat(faults(one, overview)).isEmpty();
    assertThat(one.answer(overview.panel(PER_CALL), "A").lastBy("model"))
        .containsOnlyKeys("minilm-batched");
  }

  private static List<String> faults(Viewer viewer, Dashboard dashboard) throws Exception {
    List<String> faults = new ArrayList<>();
    for (Panel panel : dashboard.panels()) {
      faults.addAll(viewer.faults(panel, MAY_BE_ABSENT.keySet()));
    }
    return faults;
  }

  @ParameterizedTest
  @CsvSource({
    "model_energy, modl_energy, no data",
    "'> 0)', '> 0))', parse error",
    "'> 0)', '< 0)', no data",
    "' / on', ' * 0 / 0 / on', not a number",
  })
  void aSpoiltQueryIsFound(String part, String instead, String fault) throws Exception {
    Panel panel = overview.copy().panel("Energy per call");
    ObjectNode target = panel.targets().get(0).json();
    String spoilt = target.path("expr").asText().replace(part, instead);
    target.put("expr", spoilt);
    assertThat(viewer.faults(panel, MAY_BE_ABSENT.keySet()))
        .anyMatch(found -> found.contains(fault));
  }

  @Test
  void theVariablesOfferWhatThereIs() throws Exception {
    for (Variable variable : overview.variables()) {
      switch (variable.name()) {
        case "job" -> assertThat(viewer.valuesOf(variable)).containsExactly("joulebook");
        case "instance" ->
            assertThat(viewer.valuesOf(variable)).containsExactly(demo.metricsAddress());
        case "model" ->
            assertThat(viewer.valuesOf(variable))
                .containsExactlyInAnyOrder("minilm-batched", "minilm-one-by-one");
        case "source" -> assertThat(viewer.valuesOf(variable)).containsExactly("simulated");
        default -> assertThat(variable.type()).isEqualTo("datasource");
      }
    }
  }

  @Test
  void theFirstPanelIsToldThatTheEnergyIsSimulated() throws Exception {
    Answer answer = viewer.answer(overview.panel("Where the joules come from"), "A");
    assertThat(answer.lastBy("source")).containsOnlyKeys("simulated");
  }

  @Test
  void theBooksBalanceOnTheScreenToo() throws Exception {
    Panel panel = overview.panel("Measured, and the sum of the accounts");
    Map<String, Double> measured = viewer.answer(panel, "A").lastBy("device");
    Map<String, Double> accounts = viewer.answer(panel, "B").lastBy("device");
    assertThat(measured).isNotEmpty().containsOnlyKeys(accounts.keySet());
    measured.forEach(
        (device, watts) -> assertThat(accounts.get(device)).isCloseTo(watts, within(1e-6 * watts)));
  }

  // Up to the calls in flight at either end: the account has a part of them, their models nothing.
  @Test
  void theModelsTogetherAreTheAccountOfTheRequests() throws Exception {
    Answer models = viewer.answer(overview.panel("Models"), "E");
    String requests =
        "sum (increase(joulebook_energy_joules_total{account=\"requests\"}[$__range]))";
    double expected = viewer.answer(requests).lastBy("").get("");
    double shown = models.series().stream().mapToDouble(Answer.Series::last).sum();
    assertThat(shown).isPositive().isCloseTo(expected, within(0.05 * expected));
  }

  @Test
  void energyPerCallIsJoulesByCalls() throws Exception {
    Map<String, Double> shown = viewer.answer(overview.panel("Models"), "B").lastBy("model");
    Map<String, Double> joules = grown("joulebook_model_energy_joules_total", "[$__range]");
    Map<String, Double> calls = grown("joulebook_calls_total", "[$__range]");
    assertThat(shown).hasSize(2);
    shown.forEach(
        (model, perCall) ->
            assertThat(perCall)
                .isCloseTo(joules.get(model) / calls.get(model), within(1e-6 * perCall)));
  }

  // Sample by sample, without Prometheus' arithmetic of rates.
  private static Map<String, Double> grown(String counter, String window) throws Exception {
    Answer last = viewer.answer("last_over_time(" + counter + window + ")");
    Answer first = viewer.answer("min_over_time(" + counter + window + ")");
    Map<String, Double> grown = last.lastBy("model");
    first.lastBy("model").forEach((model, before) -> grown.merge(model, -before, Double::sum));
    return grown;
  }

  @Test
  void theQualitiesTogetherAreTheEnergyOfTheCalls() throws Exception {
    Map<String, Double> qualities =
        viewer.answer(overview.panel("Energy by quality"), "A").lastBy("source");
    double energy =
        viewer
            .answer("sum (rate(joulebook_model_energy_joules_total[$__rate_interval]))")
            .lastBy("")
            .get("");
    assertThat(qualities).containsOnlyKeys("simulated");
    assertThat(qualities.get("simulated")).isPositive().isCloseTo(energy, within(1e-6 * energy));
  }

  @Test
  void whatOneCallsFigureIsWorthIsUncertaintyByEnergy() throws Exception {
    String window = "[$__rate_interval]";
    Map<String, Double> worth =
        viewer.answer(overview.panel("What one call's figure is worth"), "A").lastBy("model");
    Map<String, Double> uncertainty = grown("joulebook_model_uncertainty_joules_total", window);
    Map<String, Double> joules = grown("joulebook_model_energy_joules_total", window);
    assertThat(worth).hasSize(2);
    worth.forEach(
        (model, ratio) ->
            assertThat(ratio)
                .isPositive()
                .isCloseTo(uncertainty.get(model) / joules.get(model), within(1e-6 * ratio)));
  }

  @Test
  void theTableOfSensorsHasALineForTheDevice() throws Exception {
    Panel panel = overview.panel("State of the sensors");
    for (Target target : panel.targets()) {
      assertThat(viewer.answer(panel, target.refId()).lastBy("device"))
          .containsOnlyKeys("SIMULATED-0")
          .allSatisfy((device, state) -> assertThat(state).isBetween(0.0, 1.0));
    }
    assertThat(viewer.answer(panel, "C").lastBy("device")).containsOnly(entry("SIMULATED-0", 1.0));
  }

  @Test
  void gramsAreJoulesAtTheIntensityShown() throws Exception {
    Map<String, Double> grams = viewer.answer(overview.panel("Models"), "D").lastBy("model");
    Map<String, Double> joules = viewer.answer(overview.panel("Models"), "B").lastBy("model");
    double intensity =
        viewer.answer(overview.panel("Grid intensity"), "A").lastBy("zone").get("DE");
    assertThat(grams).hasSize(2);
    grams.forEach(
        (model, perCall) ->
            assertThat(perCall)
                .isCloseTo(joules.get(model) / JOULES_PER_KWH * intensity, within(1e-4 * perCall)));
  }

  @Test
  void whatMayBeAbsentIsInTheCatalogue() throws Exception {
    Set<String> names = Catalogue.read().names();
    assertThat(names).containsAll(MAY_BE_ABSENT.keySet());
  }
}
