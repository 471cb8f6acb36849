package io.joulebook.collector.metrics;

import static io.joulebook.collector.Entries.call;
import static io.joulebook.collector.Entries.receipt;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

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
        .containsExactly("joulebook_build_info gauge", "joulebook_pue_ratio gauge");
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
