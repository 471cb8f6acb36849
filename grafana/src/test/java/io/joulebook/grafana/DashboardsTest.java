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
import org.junit.jupiter.params.provider.MethodSource;

/** The dashboards as they are shipped. */
class DashboardsTest {
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

  private static JsonNode sources() throws IOException {
    Panel first = Dashboard.overview().everything().get(0);
    JsonNode defaults = first.json().path("fieldConfig").path("defaults");
    return defaults.path("mappings").path(0).path("options");
  }
}
