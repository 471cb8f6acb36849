package io.joulebook.collector.metrics;

import static io.joulebook.collector.Entries.call;
import static io.joulebook.collector.Entries.receipt;
import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExpositionTest {
  private static final Pattern TYPE = Pattern.compile("(?m)^# TYPE (\\S+) (\\S+)$");

  @Test
  void theTextFormatIsAsAgreed() throws IOException {
    Golden.check("src/test/resources/golden/exposition.txt", FullBooks.priced().shown());
  }

  @Test
  void theOpenMetricsFormatIsAsAgreed() throws IOException {
    Golden.check(
        "src/test/resources/golden/exposition.openmetrics.txt",
        FullBooks.priced().shown(Books.OPEN_METRICS));
  }

  @Test
  void theTextFormatOnALiveFeedIsAsAgreed() throws IOException {
    Golden.check("src/test/resources/golden/exposition.live.txt", FullBooks.live().shown());
  }

  @Test
  void everyMetricOfTheCatalogueIsShownOnceItApplies() {
    Books overflowing = Books.forModels(1);
    overflowing.enter(receipt(call("a")), receipt(call("b")));

    Set<String> shown = typed(FullBooks.priced());
    shown.addAll(typed(FullBooks.unpriced()));
    shown.addAll(typed(overflowing));
    shown.addAll(typed(FullBooks.live()));
    assertThat(shown)
        .isEqualTo(
            Catalogue.all().stream()
                .map(metric -> metric.name() + " " + typeOf(metric))
                .collect(Collectors.toCollection(TreeSet::new)));
  }

  @Test
  void emptyBooksShowOnlyWhatIsKnown() {
    assertThat(typed(Books.nowhere()))
        .containsExactly(
            "joulebook_build_info gauge",
            "joulebook_pue_ratio gauge",
            "joulebook_runbooks_info gauge");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'' | text/plain",
        "*/* | text/plain",
        "text/html,application/xhtml+xml,*/*;q=0.8 | text/plain",
        "application/* | application/openmetrics-text",
        "application/openmetrics-text | application/openmetrics-text",
        "application/openmetrics-text;version=0.0.1 | application/openmetrics-text",
        "application/openmetrics-text;version=9.0.0 | text/plain",
        "text/plain,application/openmetrics-text | application/openmetrics-text",
        "text/plain;version=0.0.4;q=1,application/openmetrics-text;q=0 | text/plain",
        "text/plain;q=0.9,application/openmetrics-text;version=1.0.0;q=0.1 | text/plain",
        "application/openmetrics-text;q=0,*/* | text/plain",
        "text/plain;q=0,*/*;q=0.1 | application/openmetrics-text",
        "application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.5,text/plain;q=0.2,*/*;q=0.1 | application/openmetrics-text"
      })
  void theFormatIsTheOneThatIsWantedMost(String accept, String type) throws IOException {
    String written =
        new Exposition(new PrometheusRegistry()).write(accept, new ByteArrayOutputStream());

    assertThat(written).startsWith(type + ";");
  }

  @Test
  void whoAsksForProtobufGetsTheTextThatHeNamesNext() throws IOException {
    String prometheus =
        "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited;q=0.7,"
            + "application/openmetrics-text;q=0.5";

    assertThat(
            new Exposition(new PrometheusRegistry()).write(prometheus, new ByteArrayOutputStream()))
        .startsWith("application/openmetrics-text;");
    assertThat(
            new Exposition(new PrometheusRegistry())
                .write("application/vnd.google.protobuf", new ByteArrayOutputStream()))
        .startsWith("text/plain;");
  }

  private static Set<String> typed(Books books) {
    return TYPE.matcher(books.shown())
        .results()
        .map(ExpositionTest::nameAndType)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static String nameAndType(MatchResult line) {
    return line.group(1) + " " + line.group(2);
  }

  /** The text format has no info type and shows one as a gauge. */
  private static String typeOf(Metric metric) {
    return metric.name().endsWith("_info") ? "gauge" : MetricsPage.typeOf(metric);
  }
}
