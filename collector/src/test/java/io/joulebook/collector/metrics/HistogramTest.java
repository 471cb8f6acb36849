package io.joulebook.collector.metrics;

import static io.joulebook.collector.Entries.H100;
import static io.joulebook.collector.Entries.call;
import static io.joulebook.collector.Entries.charge;
import static io.joulebook.collector.Entries.receipt;
import static io.joulebook.collector.Entries.traced;
import static org.assertj.core.api.Assertions.assertThat;

import io.joulebook.collector.Receipt;
import org.junit.jupiter.api.Test;

class HistogramTest {
  private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
  private static final Receipt TWO_JOULES = receipt(call("m"), charge(H100, 1_500_000, 500_000));

  @Test
  void bucketsHoldTheirUpperBound() {
    Books books =
        Books.inGermany()
            .enter(receipt(call("m"), charge(H100, 2_500_000, 0)))
            .enter(receipt(call("m"), charge(H100, 2_500_001, 0)))
            .enter(receipt(call("m"), charge(H100, 0, 0)))
            .enter(receipt(call("m"), charge(H100, 10_000_000_001L, 0)));

    assertThat(books.sum("joulebook_call_energy_joules_bucket", "le=\"0.001\""))
        .isEqualByComparingTo("1");
    assertThat(books.sum("joulebook_call_energy_joules_bucket", "le=\"2.5\""))
        .isEqualByComparingTo("2");
    assertThat(books.sum("joulebook_call_energy_joules_bucket", "le=\"5.0\""))
        .isEqualByComparingTo("3");
    assertThat(books.sum("joulebook_call_energy_joules_bucket", "le=\"10000.0\""))
        .isEqualByComparingTo("3");
    assertThat(books.sum("joulebook_call_energy_joules_bucket", "le=\"+Inf\""))
        .isEqualByComparingTo("4");
  }

  @Test
  void boundsStepThroughTheDecades() {
    assertThat(Bounds.of(Catalogue.CALL_ENERGY))
        .hasSize(22)
        .startsWith(0.001, 0.0025, 0.005, 0.01)
        .endsWith(2500, 5000, 10_000)
        .isSorted();
    assertThat(Bounds.of(Catalogue.CALL_DURATION))
        .hasSize(19)
        .startsWith(0.001, 0.0025)
        .endsWith(250, 500, 600)
        .isSorted();
  }

  @Test
  void eachBucketNamesTheLatestTraceThatFellIntoIt() {
    Books books = Books.inGermany().enter(traced("earlier", TWO_JOULES), traced(TRACE, TWO_JOULES));

    assertThat(books.shown(Books.OPEN_METRICS))
        .containsPattern(
            "joulebook_call_energy_joules_bucket\\{[^}]*le=\"2.5\"} 2 "
                + "# \\{trace_id=\""
                + TRACE
                + "\"} 2.0 1772366400.020")
        .containsPattern(
            "joulebook_call_duration_seconds_bucket\\{[^}]*le=\"0.025\"} 2 "
                + "# \\{trace_id=\""
                + TRACE
                + "\"} 0.02")
        .doesNotContain("earlier");
  }

  @Test
  void aTraceIdTooLongForOpenMetricsIsLeftOut() {
    Books books = Books.inGermany().enter(traced("x".repeat(121), TWO_JOULES));

    assertThat(books.shown(Books.OPEN_METRICS)).doesNotContain("trace_id");
  }
}
