package io.joulebook.collector.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HostMetricsTest {
  private static String series(Sample sample) {
    String labels =
        IntStream.range(0, sample.labels().size() / 2)
            .mapToObj(
                i -> sample.labels().get(2 * i) + "=\"" + sample.labels().get(2 * i + 1) + "\"")
            .collect(Collectors.joining(","));
    return sample.name() + (labels.isEmpty() ? "" : "{" + labels + "}");
  }

  private static boolean isShown(String series) {
    String name = series.replaceFirst("\\{.*", "");
    return Catalogue.all().stream()
        .anyMatch(metric -> metric.name().equals(name) && HostMetrics.show(metric));
  }

  @Test
  void aHostsRegistryIsToldExactlyWhatThePageShows() {
    for (Books books : new Books[] {FullBooks.priced(), FullBooks.unpriced(), FullBooks.live()}) {
      Map<String, BigDecimal> page = new TreeMap<>(books.values());
      page.keySet().removeIf(series -> !isShown(series));
      Map<String, BigDecimal> told = new TreeMap<>();
      books.samples().forEach(sample -> told.put(series(sample), new BigDecimal(sample.value())));

      assertThat(told).hasSizeGreaterThan(10).containsOnlyKeys(page.keySet());
      told.forEach(
          (series, value) ->
              assertThat(value.doubleValue()).as(series).isEqualTo(page.get(series).doubleValue()));
    }
  }

  @Test
  void eachNameEndsWithItsUnitAndTypeAsAHostsRegistryWritesThem() {
    for (Metric metric : Catalogue.all()) {
      if (HostMetrics.show(metric)) {
        String unit = metric.unit() == Unit.NONE ? "" : "_" + metric.unit().suffix();
        String type = MetricsPage.typeOf(metric);
        assertThat(type).isIn("counter", "gauge");
        assertThat(metric.name()).endsWith(unit + (type.equals("counter") ? "_total" : ""));
      }
    }
  }

  @Test
  void itHasCallsEnergyAccountsGramsAndBudgetsButNoHistograms() {
    assertThat(FullBooks.priced().samples())
        .extracting(Sample::name)
        .contains(
            "joulebook_calls_total",
            "joulebook_model_energy_joules_total",
            "joulebook_energy_joules_total",
            "joulebook_co2e_grams_total",
            "joulebook_budget_calls_total")
        .noneMatch(name -> name.startsWith("joulebook_call_"));
  }
}
