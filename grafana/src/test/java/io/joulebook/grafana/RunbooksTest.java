package io.joulebook.grafana;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Each alert has its runbook, and each runbook its alert. */
class RunbooksTest {
  /** Outcomes of calls, and of requests that were answered: none is a reason for an alert. */
  private static final List<String> GOOD = List.of("ok", "error");

  /** What the catalogue leaves to the meter. */
  private static final List<String> METERS_REASONS =
      List.of(
          "ring_full",
          "late",
          "end_not_seen",
          "hang",
          "no_reading",
          "stuck",
          "gpu_is_lost",
          "replaced",
          "counter_reset",
          "counter_jitter",
          "implausible",
          "garbage",
          "gap",
          "lock_lost");

  @Test
  void eachAlertHasASectionAndEachSectionAnAlert() throws IOException {
    assertThat(Runbooks.read().faults(alerts())).isEmpty();
  }

  @Test
  void itsQueriesNameOnlyMetricsThatExist() throws IOException {
    List<Rule> rules = Rule.all();
    List<String> recorded = rules.stream().map(Rule::name).toList();
    Catalogue catalogue = Catalogue.read();
    assertThat(Runbooks.read().queries())
        .hasSizeGreaterThan(20)
        .flatExtracting(query -> Expression.of(query).selectors())
        .extracting(Expression.Selector::series)
        .allMatch(
            series ->
                series.equals("up")
                    || recorded.contains(series)
                    || catalogue.metricOf(series).isPresent());
  }

  @Test
  void everyReasonThatAnAlertCanGiveIsExplained() throws IOException {
    Catalogue catalogue = Catalogue.read();
    String page = String.join("", Runbooks.read().sections().values());
    assertThat(catalogue.valuesOf("reason"))
        .contains("no_zone", "lines_lost")
        .allMatch(reason -> page.contains("`" + reason + "`"));
    assertThat(METERS_REASONS).allMatch(reason -> page.contains("`" + reason + "`"));
    assertThat(catalogue.valuesOf("outcome"))
        .contains("gone")
        .filteredOn(outcome -> !GOOD.contains(outcome))
        .allMatch(outcome -> page.contains("`" + outcome + "`"));
  }

  @Test
  void whatIsMissingIsFound() throws IOException {
    Runbooks page = Runbooks.of("### JoulebookA\n**Meaning.** **Do.**\n### JoulebookC\nx");
    assertThat(page.faults(List.of("JoulebookA", "JoulebookB")))
        .contains(
            "no section: JoulebookB",
            "no such alert: JoulebookC",
            "JoulebookA lacks **Look at.**",
            "JoulebookA lacks **Silence.**",
            "JoulebookA lacks a query");
  }

  private static List<String> alerts() throws IOException {
    return Rule.alerts().stream().map(Rule::name).distinct().toList();
  }
}
