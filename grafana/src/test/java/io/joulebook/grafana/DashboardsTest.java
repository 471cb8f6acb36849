package io.joulebook.grafana;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The dashboards as they are shipped. */
class DashboardsTest {
  private static final String SENSORS = "State of the sensors";

  static List<Path> files() throws IOException {
    return Dashboard.files();
  }

  @ParameterizedTest
  @MethodSource("files")
  void itsLayoutKeepsTheRules(Path file) throws IOException {
    assertThat(LayoutRules.faults(Dashboard.read(file))).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("files")
  void itsQueriesKeepTheRulesAndNameOnlyMetricsOfTheCatalogue(Path file) throws IOException {
    assertThat(QueryRules.faults(Dashboard.read(file), Catalogue.read())).isEmpty();
  }

  @Test
  void everyMetricOfTheCatalogueIsShownSomewhere() throws IOException {
    Catalogue catalogue = Catalogue.read();
    Set<String> shown = new LinkedHashSet<>();
    for (Path file : Dashboard.files()) {
      shown.addAll(QueryRules.metricsIn(Dashboard.read(file), catalogue));
    }
    assertThat(shown).containsExactlyInAnyOrderElementsOf(catalogue.names());
  }

  @Test
  void theCatalogueIsReadWhole() throws IOException {
    Catalogue catalogue = Catalogue.read();
    assertThat(catalogue.names()).hasSizeGreaterThan(20);
    assertThat(catalogue.valuesOf("source")).contains("nvml", "simulated");
    assertThat(catalogue.allows("state", "in_step")).isTrue();
    assertThat(catalogue.allows("state", "at_rest")).isFalse();
    assertThat(catalogue.allows("model", "minilm")).isTrue();
    assertThat(catalogue.metricOf("joulebook_call_energy_joules_bucket")).isPresent();
    assertThat(catalogue.metricOf("joulebook_call_energy_joules")).isEmpty();
    assertThat(catalogue.metricOf("joulebook_calls_total_sum")).isEmpty();
  }

  @Test
  void eachIsNamedAfterItsFileAndLinksOnlyToItsSisters() throws IOException {
    List<String> uids = Dashboard.all().stream().map(Dashboard::uid).toList();
    assertThat(Dashboard.files())
        .extracting(file -> "joulebook-" + file.getFileName().toString().replace(".json", ""))
        .containsExactlyElementsOf(uids);
    assertThat(Dashboard.all())
        .flatExtracting(dashboard -> dashboard.json().findValuesAsText("url"))
        .filteredOn(url -> !url.isEmpty())
        .isNotEmpty()
        .allMatch(url -> uids.contains(url.replaceAll("/d/([^?]+).*", "$1")));
  }

  @ParameterizedTest
  @MethodSource("files")
  void itSaysFirstOfAllAndInRedWhenEnergyIsSimulated(Path file) throws IOException {
    Panel first = Dashboard.read(file).everything().get(0);
    JsonNode words = sources(first).path("simulated");
    assertThat(words.path("text").asText()).contains("SIMULATED", "not measured");
    assertThat(words.path("color").asText()).isEqualTo("dark-red");
    assertThat(first.json().path("options").path("colorMode")).hasToString("\"background\"");
    assertThat(sources(first).fieldNames())
        .toIterable()
        .doesNotContain("none")
        .containsExactlyInAnyOrderElementsOf(
            Catalogue.read().valuesOf("source").stream().filter(s -> !s.equals("none")).toList());
  }

  @Test
  void thereAreWordsAndAColourForEveryQuality() throws IOException {
    Panel panel = Dashboard.named("request-energy").panel("Power of calls by quality");
    List<String> qualities = Catalogue.read().valuesOf("quality");
    assertThat(panel.overrides())
        .extracting(override -> override.at("/matcher/options").asText())
        .containsExactlyInAnyOrderElementsOf(
            qualities.stream().map(quality -> "/^" + quality + " /").toList());
    assertThat(qualities).allMatch(quality -> panel.description().contains(quality + ":"));
  }

  @Test
  void thereIsAColumnForEveryStateOfASensor() throws IOException {
    assertThat(Dashboard.named("books").panel(SENSORS).targets())
        .flatExtracting(target -> Expression.of(target.expression()).selectors())
        .flatExtracting(Expression.Selector::matchers)
        .filteredOn(matched -> matched.label().equals("state"))
        .extracting(Expression.Matched::text)
        .containsExactlyInAnyOrderElementsOf(
            Catalogue.read().valuesOf("state").stream()
                .filter(s -> !s.endsWith("metered"))
                .toList());
  }

  @ParameterizedTest
  @CsvSource({
    "phase_locked, green",
    "lag_known, green",
    "base_known, green",
    "base_fitted, blue",
    "continuous, green",
    "windowed, orange",
    "low_pass, blue",
    "throttled, blue",
    "in_step, red"
  })
  void theStatesOfASensorThatSpoilEnergyAreInColoursOfWarning(String state, String color)
      throws IOException {
    Panel panel = Dashboard.named("books").panel(SENSORS);
    String column = columnOf(state, panel);
    assertThat(panel.overrides())
        .filteredOn(override -> override.at("/matcher/options").asText().equals(column))
        .singleElement()
        .satisfies(
            override -> assertThat(override.findValuesAsText("color")).last().isEqualTo(color));
  }

  private static String columnOf(String state, Panel table) {
    String field =
        table.targets().stream()
            .filter(target -> target.expression().contains("state=\"" + state + "\""))
            .map(target -> "Value #" + target.refId())
            .findFirst()
            .orElseThrow();
    return table.json().at("/transformations/1/options/renameByName").path(field).asText();
  }

  @ParameterizedTest
  @CsvSource({
    "critical alerts, A, 5m, 1h, 14.4",
    "critical alerts, B, 30m, 6h, 6",
    "warnings, A, 2h, 1d, 3",
    "warnings, B, 6h, 3d, 1"
  })
  void burnRatesHaveTheLinesFromWhichTheyAlert(
      String alerts, String refId, String brief, String lasting, String line) throws IOException {
    Panel panel = Dashboard.named("budgets").panel("Burn rate, " + alerts);
    assertThat(panel.targets())
        .filteredOn(target -> target.refId().equals(refId))
        .flatExtracting(target -> Expression.of(target.expression()).selectors())
        .filteredOn(selector -> selector.series().equals("joulebook_budget_calls_total"))
        .flatExtracting(selector -> selector.range().stream().toList())
        .containsExactly(lasting, lasting, brief, brief, brief, brief);
    JsonNode defaults = panel.json().path("fieldConfig").path("defaults");
    assertThat(defaults.at("/thresholds/steps").findValuesAsText("value")).contains(line);
    assertThat(defaults.at("/custom/thresholdsStyle/mode").asText()).isEqualTo("dashed");
    assertThat(Rule.alerts())
        .filteredOn(rule -> lasting.equals(rule.labels().get("long")))
        .singleElement()
        .satisfies(rule -> assertThat(rule.labels()).containsEntry("short", brief))
        .satisfies(
            rule -> assertThat(rule.expression()).contains("clamp_max(" + line + " * (1 - "));
  }

  // What is divided there is the saving, by its range: from -1 to 1 it is no larger.
  @ParameterizedTest
  @ValueSource(strings = {"By the call", "By the item"})
  void aSavingThatIsNoLargerThanItsRangeCannotBeTold(String column) throws IOException {
    Panel panel = Dashboard.named("models").panel("Saved, and whether it can be told");
    JsonNode override =
        panel.overrides().stream()
            .filter(one -> one.at("/matcher/options").asText().equals(column))
            .findFirst()
            .orElseThrow();
    assertThat(override.findValues("options"))
        .filteredOn(options -> options.has("result"))
        .extracting(
            options -> options.path("from").asText(),
            options -> options.path("to").asText(),
            options -> options.at("/result/text").asText(),
            options -> options.at("/result/color").asText())
        .containsExactly(
            tuple("-1", "1", "cannot be told", "text"),
            tuple("1", "null", "saves", "green"),
            tuple("null", "-1", "costs more", "red"));
  }

  @Test
  void quantilesHaveExemplarsAndTheBudgetsLine() throws IOException {
    Panel panel = Dashboard.named("request-energy").panel("Energy per call, p50, p95 and p99");
    assertThat(panel.targets())
        .extracting(target -> target.json().path("exemplar").asBoolean())
        .containsExactly(true, true, true, false);
    assertThat(panel.targets().get(3).expression())
        .contains("joulebook_budget_limit_joules", "per=\"call\"");
  }

  private static JsonNode sources(Panel panel) {
    JsonNode defaults = panel.json().path("fieldConfig").path("defaults");
    return defaults.path("mappings").path(0).path("options");
  }
}
