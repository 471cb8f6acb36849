package io.joulebook.grafana;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The queries of all boards on a real Prometheus that scrapes the real demo. */
@Needs("prometheus")
@ExtendWith(Stage.Keeper.class)
class BoardsWholeTest {
  private static final String PER_CALL = "Energy per call by model";
  private static final double JOULES_PER_KWH = 3.6e6;

  private static Dashboard overview;
  private static Stage stage;
  private static Viewer viewer;

  @BeforeAll
  static void look(Stage shared) throws Exception {
    overview = Dashboard.named("overview");
    stage = shared;
    viewer = stage.viewer();
  }

  static List<Path> files() throws IOException {
    return Dashboard.files();
  }

  @ParameterizedTest
  @MethodSource("files")
  void everyPanelShowsSomethingWithAllChosen(Path file) throws Exception {
    assertThat(faults(viewer, Dashboard.read(file))).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("files")
  void everyPanelShowsSomethingWithOneOfEachChosen(Path file) throws Exception {
    Viewer one =
        viewer
            .choosing("job", "joulebook")
            .choosing("instance", stage.metricsAddress())
            .choosing("gpu", "SIMULATED-0")
            .choosing("model", "minilm-batched")
            .choosing("route", "/embed")
            .choosing("source", "simulated");
    assertThat(faults(one, Dashboard.read(file))).isEmpty();
  }

  @Test
  void aModelThatIsChosenIsTheOnlyOneShown() throws Exception {
    Viewer one = viewer.choosing("model", "minilm-batched");
    assertThat(one.answer(overview.panel(PER_CALL), "A").lastBy("model"))
        .containsOnlyKeys("minilm-batched");
  }

  private static List<String> faults(Viewer viewer, Dashboard dashboard) throws Exception {
    List<String> faults = new ArrayList<>();
    for (Panel panel : dashboard.panels()) {
      faults.addAll(viewer.faults(panel));
    }
    return faults;
  }

  @ParameterizedTest
  @CsvSource({
    "energy_joules_sum, energy_joule_sum, no data",
    "'> 0)', '> 0))', parse error",
    "'> 0)', '< 0)', no data",
    "') / (', ') * 0 / 0 / (', not a number",
  })
  void aSpoiltQueryIsFound(String part, String instead, String fault) throws Exception {
    Panel panel = overview.copy().panel("Energy per call");
    ObjectNode target = panel.targets().get(0).json();
    String spoilt = target.path("expr").asText().replace(part, instead);
    target.put("expr", spoilt);
    assertThat(viewer.faults(panel)).anyMatch(found -> found.contains(fault));
  }

  @ParameterizedTest
  @MethodSource("files")
  void theVariablesOfferWhatThereIs(Path file) throws Exception {
    for (Variable variable : Dashboard.read(file).variables()) {
      switch (variable.name()) {
        case "job" -> assertThat(viewer.valuesOf(variable)).containsExactly("joulebook");
        // Prometheus adds them on Kubernetes only; all else is offered none the less.
        case "namespace", "pod" -> assertThat(viewer.valuesOf(variable)).isEmpty();
        case "gpu" -> assertThat(viewer.valuesOf(variable)).containsExactly("SIMULATED-0");
        case "instance" ->
            assertThat(viewer.valuesOf(variable)).containsExactly(stage.metricsAddress());
        case "model", "from", "to" ->
            assertThat(viewer.valuesOf(variable))
                .containsExactlyInAnyOrder("minilm-batched", "minilm-one-by-one");
        case "source" -> assertThat(viewer.valuesOf(variable)).containsExactly("simulated");
        case "route" ->
            assertThat(viewer.valuesOf(variable)).containsExactly("/embed", "/embed-one-by-one");
        case "operation" -> assertThat(viewer.valuesOf(variable)).containsExactly("predict");
        case "budget" ->
            assertThat(viewer.valuesOf(variable))
                .containsExactly(
                    "embed", "embed-carbon", "embed-day", "embed-tight", "embed-tokens");
        default -> assertThat(variable.type()).isEqualTo("datasource");
      }
    }
  }

  @Test
  void theFirstPanelIsToldThatTheEnergyIsSimulated() throws Exception {
    QueryResult answer = viewer.answer(overview.panel("Where the joules come from"), "A");
    assertThat(answer.lastBy("source")).containsOnlyKeys("simulated");
  }

  @Test
  void theCountersOfAllAccountsAddUpToWhatWasMeasured() throws Exception {
    Map<String, Double> measured =
        viewer.answer("sum by (device) (joulebook_measured_joules_total)").lastBy("device");
    Map<String, Double> accounts =
        viewer.answer("sum by (device) (joulebook_energy_joules_total)").lastBy("device");
    assertThat(measured).isNotEmpty().containsOnlyKeys(accounts.keySet());
    measured.forEach(
        (device, joules) ->
            assertThat(accounts.get(device)).isPositive().isCloseTo(joules, within(1e-5)));
  }

  // rate() extends each counter to the begin of the window, but not below zero: an account that was
  // near zero then is extended less than what was measured, as promtool shows of two such series.
  @Test
  void theBooksBalanceOnTheScreenToo() throws Exception {
    Panel panel = Dashboard.named("books").panel("Measured, and the sum of the accounts");
    Map<String, Double> measured = viewer.answer(panel, "A").lastBy("device");
    Map<String, Double> accounts = viewer.answer(panel, "B").lastBy("device");
    String rare =
        "sum by (device) (rate(joulebook_energy_joules_total"
            + "{account!~\"requests|idle\"}[$__rate_interval]))";
    Map<String, Double> small = viewer.answer(rare).lastBy("device");
    assertThat(measured).isNotEmpty().containsOnlyKeys(accounts.keySet());
    measured.forEach(
        (device, watts) ->
            assertThat(accounts.get(device))
                .isCloseTo(watts, within(1e-6 * watts + small.getOrDefault(device, 0.0) / 2)));
  }

  // Up to the calls in flight at either end: the account has a part of them, their models nothing.
  @Test
  void theModelsTogetherAreTheAccountOfTheRequests() throws Exception {
    QueryResult models = viewer.answer(overview.panel("Models"), "E");
    String requests =
        "sum (increase(joulebook_energy_joules_total{account=\"requests\"}[$__range]))";
    double expected = viewer.answer(requests).lastBy("").get("");
    double shown = models.series().stream().mapToDouble(QueryResult.Series::last).sum();
    assertThat(shown).isPositive().isCloseTo(expected, within(0.05 * expected));
  }

  @Test
  void energyPerCallIsJoulesByCalls() throws Exception {
    Map<String, Double> shown = viewer.answer(overview.panel("Models"), "B").lastBy("model");
    Map<String, Double> joules =
        viewer.grown("joulebook_model_energy_joules_total[$__range]", "model");
    Map<String, Double> calls = viewer.grown("joulebook_calls_total[$__range]", "model");
    assertThat(shown).hasSize(2);
    shown.forEach(
        (model, perCall) ->
            assertThat(perCall)
                .isCloseTo(joules.get(model) / calls.get(model), within(1e-6 * perCall)));
  }

  @Test
  void theQualitiesTogetherAreTheEnergyOfTheCalls() throws Exception {
    Map<String, Double> qualities =
        viewer.answer(request("Power of calls by quality"), "A").lastBy("source");
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
        viewer.answer(request("Mean relative uncertainty of one call"), "A").lastBy("model");
    Map<String, Double> uncertainty =
        viewer.grown("joulebook_model_uncertainty_joules_total" + window, "model");
    Map<String, Double> joules =
        viewer.grown("joulebook_model_energy_joules_total" + window, "model");
    assertThat(worth).hasSize(2);
    worth.forEach(
        (model, ratio) ->
            assertThat(ratio)
                .isPositive()
                .isCloseTo(uncertainty.get(model) / joules.get(model), within(1e-6 * ratio)));
  }

  @Test
  void theTableOfSensorsHasALineForTheDevice() throws Exception {
    Panel panel = Dashboard.named("books").panel("State of the sensors");
    for (Target target : panel.targets()) {
      assertThat(viewer.answer(panel, target.refId()).lastBy("device"))
          .containsOnlyKeys("SIMULATED-0")
          .allSatisfy((device, state) -> assertThat(state).isBetween(0.0, 1.0));
    }
    assertThat(viewer.answer(panel, "C").lastBy("device")).containsOnly(entry("SIMULATED-0", 1.0));
  }

  @Test
  void theQuantilesHaveTheTracesOfSingleCalls() throws Exception {
    for (Target target : request("Energy per call, p50, p95 and p99").targets()) {
      if (target.json().path("exemplar").asBoolean()) {
        assertThat(viewer.exemplars(target))
            .isNotEmpty()
            .allSatisfy(labels -> assertThat(labels.get("trace_id")).matches("[0-9a-f]{32}"));
      }
    }
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

  private static Panel request(String title) throws IOException {
    return Dashboard.named("request-energy").panel(title);
  }

  @Test
  void whatMayBeAbsentIsAskedForSomewhere() throws Exception {
    List<String> expressions =
        Dashboard.all().stream()
            .flatMap(board -> board.panels().stream())
            .flatMap(panel -> panel.targets().stream())
            .map(Target::expression)
            .toList();
    assertThat(Absences.texts())
        .allMatch(text -> expressions.stream().anyMatch(expression -> expression.contains(text)));
  }
}
