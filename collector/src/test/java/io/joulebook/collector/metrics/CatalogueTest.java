package io.joulebook.collector.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.metrics.model.registry.MetricType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class CatalogueTest {
  @Test
  void theDocumentedMetricsAreTheCatalogue() throws IOException {
    Golden.check("../docs/metrics.md", MetricsPage.write());
  }

  @Test
  void everyLabelIsDocumented() {
    assertThat(MetricsPage.values().keySet())
        .isEqualTo(
            Catalogue.all().stream()
                .flatMap(metric -> metric.labels().stream())
                .collect(Collectors.toCollection(TreeSet::new)));
  }

  @Test
  void everyNameIsOursAndUsedOnce() {
    assertThat(Catalogue.all())
        .extracting(Metric::name)
        .doesNotHaveDuplicates()
        .allMatch(name -> name.matches("joulebook(_[a-z0-9]+)+"));
  }

  @Test
  void everyNameEndsWithItsUnitAndCountersAloneWithTotal() {
    assertThat(Catalogue.all())
        .allSatisfy(
            metric ->
                assertThat(metric.name())
                    .endsWith(
                        metric.unit().suffix()
                            + (metric.type() == MetricType.COUNTER ? "_total" : "")))
        .allMatch(
            metric -> metric.type() == MetricType.COUNTER || !metric.name().endsWith("_total"));
  }

  @Test
  void everyMeaningIsASentence() {
    assertThat(Catalogue.all())
        .extracting(Metric::help)
        .allMatch(help -> help.matches("[A-Z].*\\.") && !help.contains("|"));
  }

  @Test
  void everyMetricOfEnergyOrMassNamesItsSource() {
    assertThat(Catalogue.all())
        .filteredOn(metric -> metric.unit() == Unit.JOULES || metric.unit() == Unit.GRAMS)
        .filteredOn(metric -> !metric.equals(Catalogue.LEDGER_RESIDUAL))
        // Configured, not measured.
        .filteredOn(metric -> !metric.name().startsWith("joulebook_budget_limit_"))
        // Stated, not measured: no joule of ours is in it.
        .filteredOn(metric -> !metric.equals(CarbonCatalogue.TRAINING_GRAMS))
        .isNotEmpty()
        .allMatch(metric -> metric.labels().contains("source"));
  }

  @Test
  void eachMetricIsComputedInAMethodThatThereIs() throws IOException {
    assertThat(ComputedIn.METHODS.keySet())
        .containsExactlyInAnyOrderElementsOf(
            Catalogue.all().stream().map(Metric::name).collect(Collectors.toSet()));
    for (String method : ComputedIn.METHODS.values()) {
      int dot = method.indexOf('.');
      assertThat(sourceOf(method.substring(0, dot)))
          .as(method)
          .containsPattern("[\\w>\\]] " + method.substring(dot + 1) + "\\(");
    }
  }

  /** The source of a class of the collector or the agent. */
  private static String sourceOf(String type) throws IOException {
    for (String module :
        List.of("src/main/java", "../agent/src/main/java", "../agent/src/bridge/java")) {
      try (Stream<Path> files = Files.walk(Path.of(module))) {
        Optional<Path> found = files.filter(file -> file.endsWith(type + ".java")).findFirst();
        if (found.isPresent()) {
          return Files.readString(found.get());
        }
      }
    }
    throw new AssertionError("there is no class " + type);
  }
}
