package io.joulebook.grafana;

import static org.assertj.core.api.Assertions.assertThat;

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
  void theOverviewSaysInRedWhenEnergyIsSimulated() throws IOException {
    JsonNode words = sources().path("simulated");
    assertThat(words.path("text").asText()).contains("SIMULATED", "not measured");
    assertThat(words.path("color").asText()).isEqualTo("dark-red");
    assertThat(Dashboard.overview().everything().get(0).json().path("options").path("colorMode"))
        .hasToString("\"background\"");
  }

  @Test
  void theOverviewHasWordsForEverySource() throws IOException {
    assertThat(sources().fieldNames())
        .toIterable()
        .containsExactlyInAnyOrderElementsOf(Catalogue.read().valuesOf("source"));
  }

  @Test
  void theOverviewHasWordsAndAColourForEveryQuality() throws IOException {
    Panel panel = Dashboard.overview().panel("Energy by quality");
    List<String> qualities = Catalogue.read().valuesOf("quality");
    assertThat(panel.overrides())
        .extracting(override -> override.at("/matcher/options").asText())
        .containsExactlyInAnyOrderElementsOf(
            qualities.stream().map(quality -> "/^" + quality + " /").toList());
    assertThat(qualities).allMatch(quality -> panel.description().contains(quality + ":"));
  }

  @Test
  void theOverviewHasAColumnForEveryStateOfASensor() throws IOException {
    assertThat(Dashboard.overview().panel(SENSORS).targets())
        .flatExtracting(target -> Expression.of(target.expression()).selectors())
        .flatExtracting(Expression.Selector::matchers)
        .filteredOn(matched -> matched.label().equals("state"))
        .extracting(Expression.Matched::text)
        .containsExactlyInAnyOrderElementsOf(Catalogue.read().valuesOf("state"));
  }

  @ParameterizedTest
  @CsvSource({
    "phase_locked, green",
    "lag_known, green",
    "base_known, green",
    "base_fitted, blue",
    "continuous, green",
    "windowed, orange",
    "in_step, red"
  })
  void theStatesOfASensorThatSpoilEnergyAreInColoursOfWarning(String state, String color)
      throws IOException {
    Panel panel = Dashboard.overview().panel(SENSORS);
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

  private static JsonNode sources() throws IOException {
    Panel first = Dashboard.overview().everything().get(0);
    JsonNode defaults = first.json().path("fieldConfig").path("defaults");
    return defaults.path("mappings").path(0).path("options");
  }
}
