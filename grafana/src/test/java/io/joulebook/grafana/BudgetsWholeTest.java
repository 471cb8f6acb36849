package io.joulebook.grafana;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the boards say of budgets, routes and savings is what the demo did. */
@Needs("prometheus")
@ExtendWith(Stage.Keeper.class)
class BudgetsWholeTest {
  private static final String TIGHT = "embed-tight";
  private static final double TIGHT_ERROR_BUDGET = 0.05;
  private static final double LITTLE = 1e-6;

  private static Viewer viewer;
  private static Dashboard budgets;
  private static Dashboard models;

  @BeforeAll
  static void look(Stage stage) throws Exception {
    viewer = stage.viewer();
    budgets = Dashboard.named("budgets");
    models = Dashboard.named("models");
  }

  private static double value(String expression) throws Exception {
    return viewer.answer(expression).lastBy("").get("");
  }

  @Test
  void aCallIsOverExactlyWhenTheHistogramSaysThatItCostMore() throws Exception {
    double over =
        value("sum(joulebook_budget_calls_total{budget=\"embed-tight\",verdict=\"over\"})");
    double dearer =
        value(
            "sum(joulebook_call_energy_joules_count)"
                + " - sum(joulebook_call_energy_joules_bucket{le=\"0.25\"})");
    assertThat(over).isPositive().isEqualTo(dearer);
  }

  @Test
  void theShareOverBudgetIsVerdictsByVerdicts() throws Exception {
    Panel table = budgets.panel("Budgets as configured");
    double share = viewer.answer(table, "G").lastBy("budget").get(TIGHT);
    assertThat(share).isBetween(0.01, 1.0).isCloseTo(shareOver("$__range"), within(LITTLE));
  }

  @Test
  void theBurnRateIsTheShareByWhatTheObjectiveAllows() throws Exception {
    double share = Math.min(shareOver("1h"), shareOver("5m"));
    Map<String, Double> burn =
        viewer.answer(budgets.panel("Burn rate, critical alerts"), "A").lastBy("budget");
    assertThat(burn.get(TIGHT)).isCloseTo(share / TIGHT_ERROR_BUDGET, within(LITTLE));
    assertThat(burn).doesNotContainKey("embed-day");
  }

  /**
   * By Prometheus' own growth of both: it reaches back beyond a counter's first reading as far as
   * the counter can have been above 0, which for a rare verdict is less far than for all.
   */
  private static double shareOver(String window) throws Exception {
    String calls = "joulebook_budget_calls_total{budget=\"embed-tight\"";
    return value("sum(increase(" + calls + ",verdict=\"over\"}[" + window + "]))")
        / value("sum(increase(" + calls + "}[" + window + "]))");
  }

  @Test
  void whatABudgetOfAllWatchesIsAllEnergyOfCalls() throws Exception {
    double all = value("sum(joulebook_model_energy_joules_total)");
    assertThat(value("sum(joulebook_budget_energy_joules_total{budget=\"embed-tight\"})"))
        .isPositive()
        .isCloseTo(all, within(LITTLE * all));
  }

  @Test
  void theDaysLimitIsWhatIsConfiguredAndSomeOfItIsUsed() throws Exception {
    Panel panel = budgets.panel("Energy of the day, and its limit");
    double used = viewer.answer(panel, "A").lastBy("budget").get("embed-day");
    assertThat(viewer.answer(panel, "C").lastBy("budget").get("embed-day")).isEqualTo(0.005);
    assertThat(used).isPositive();
    assertThat(viewer.answer(panel, "B").series()).isEmpty();
  }

  @Test
  void callsWithoutOutputTokensAreNotJudgedByThem() throws Exception {
    assertThat(viewer.answer(budgets.panel("Unjudged calls"), "A").series())
        .singleElement()
        .satisfies(
            series ->
                assertThat(series.labels())
                    .containsEntry("budget", "embed-tokens")
                    .containsEntry("reason", "no_output_tokens"));
  }

  @Test
  void theRoutesTogetherAreTheModels() throws Exception {
    assertThat(viewer.answer(models.panel("Routes"), "A").lastBy("route"))
        .containsOnlyKeys("/embed", "/embed-one-by-one");
    double all = value("sum(joulebook_model_energy_joules_total)");
    assertThat(value("sum(joulebook_route_energy_joules_total)"))
        .isCloseTo(all, within(LITTLE * all));
  }

  @Test
  void whatASwitchSavesIsTheDifferenceOfWhatTheModelsCost() throws Exception {
    Map<String, Double> joules =
        viewer.grown("joulebook_model_energy_joules_total[$__range]", "model");
    Map<String, Double> items = viewer.grown("joulebook_items_total[$__range]", "model");
    double from = joules.get("minilm-one-by-one") / items.get("minilm-one-by-one");
    double to = joules.get("minilm-batched") / items.get("minilm-batched");
    assertThat(saved("D")).isCloseTo(from - to, within(LITTLE * from));
    assertThat(saved("G")).isCloseTo((from - to) / from, within(LITTLE));
    double day = value("sum(rate(joulebook_items_total{model=\"minilm-one-by-one\"}[$__range]))");
    double joulesOfDay = (from - to) * day * 86_400;
    assertThat(saved("H")).isCloseTo(joulesOfDay / 3.6e6, within(LITTLE));
  }

  private static double saved(String query) throws Exception {
    Panel saved = models.panel("Saved, and whether it can be told");
    return viewer.answer(saved, query).lastBy("source").get("simulated");
  }
}
