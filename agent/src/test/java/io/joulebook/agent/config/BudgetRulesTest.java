package io.joulebook.agent.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.joulebook.collector.Grams;
import io.joulebook.collector.Joules;
import io.joulebook.collector.budget.Budget;
import io.joulebook.collector.budget.Limit;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BudgetRulesTest {
  @Test
  void withoutThemThereAreNone() {
    assertThat(read("").budgets()).isEmpty();
    assertThat(read("budgets: []").budgets()).isEmpty();
  }

  @Test
  void aBudgetWatchesWhatItsGlobsSay() {
    Budget read =
        only(
            "{name: embed, model: 'minilm-*', route: '/embed*', operation: run,"
                + " joules-per-call: 5, objective: 99%}");

    assertThat(read.name()).isEqualTo("embed");
    assertThat(read.model()).hasToString("minilm-*");
    assertThat(read.route().orElseThrow()).hasToString("/embed*");
    assertThat(read.operation()).hasToString("run");
    assertThat(read.limit()).isEqualTo(new Limit.JoulesPerCall(Joules.ofMillis(5_000)));
    assertThat(read.objective().orElseThrow()).hasToString("99%");
  }

  @Test
  void whatIsNotNamedIsWatchedWhole() {
    Budget read = only("{name: b, joules-per-call: 0.000001, objective: 0.995}");

    assertThat(read.model()).hasToString("*");
    assertThat(read.operation()).hasToString("*");
    assertThat(read.route()).isEmpty();
    assertThat(read.limit()).isEqualTo(new Limit.JoulesPerCall(Joules.ofMicros(1)));
  }

  @Test
  void eachKindOfLimitHasItsUnit() {
    assertThat(only("{name: b, joules-per-output-token: 0.4, objective: 95%}").limit())
        .isEqualTo(new Limit.JoulesPerOutputToken(Joules.ofMillis(400)));
    assertThat(only("{name: b, grams-per-call: 0.0021, objective: 95%}").limit())
        .isEqualTo(new Limit.GramsPerCall(Grams.ofNanos(2_100_000)));
    assertThat(only("{name: b, kwh-per-day: 2.4}").limit())
        .isEqualTo(new Limit.JoulesPerDay(Joules.ofMillis(8_640_000_000L)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "budgets: [{name: b, model: [a, b], kwh-per-day: 1}]|budgets[0].model is \"a list\": it must be a single value",
        "budgets: [{name: b, joules-per-call: 1, objective: 99}]|did you mean 99%?",
        "budgets: &a [{name: [*a], kwh-per-day: 1}]|budgets[0].name is \"a list\"",
        "budgets: 5|budgets must be a list of maps",
        "budgets: [5]|budgets[0] must be a map",
        "budgets: [{joules-per-call: 1, objective: 99%}]|budgets[0] lacks a name",
        "budgets: [{name: 'a b', joules-per-call: 1, objective: 99%}]|'a b' is not a budget's name",
        "budgets: [{name: b, objective: 99%}]|has no limit; it must have one of [grams-per-call, joules-per-call, joules-per-output-token, kwh-per-day]",
        "budgets: [{name: b, joules-per-call: 1, kwh-per-day: 2}]|has several limits: [joules-per-call, kwh-per-day]",
        "budgets: [{name: b, joules-per-call: 0, objective: 99%}]|joules-per-call is \"0\": it must be more than nothing",
        "budgets: [{name: b, joules-per-call: -1, objective: 99%}]|joules-per-call is \"-1\": it must be a plain number",
        "budgets: [{name: b, joules-per-call: 5J, objective: 99%}]|is \"5J\"",
        "budgets: [{name: b, kwh-per-day: 900000000000}]|an amount that the books can hold",
        "budgets: [{name: b, joules-per-call: 1}]|budgets[0]: it lacks an objective",
        "budgets: [{name: b, kwh-per-day: 1, objective: 99%}]|takes no objective",
        "budgets: [{name: b, joules-per-call: 1, objective: 90%}]|90% could never page: the alert fires when more than 14.4 x (1 - objective) = 14.4 x 0.1 = 1.44",
        "budgets: [{name: b, joules-per-call: 1, objective: 100%}]|allows no call to be over",
        "budgets: [{name: b, joules-per-call: 1, objective: most}]|'most' is no objective",
        "budgets: [{name: b, joule-per-call: 1, objective: 99%}]|unknown key joule-per-call; allowed are: [grams-per-call,",
        "budgets: [{name: b, kwh-per-day: 1}, {name: b, kwh-per-day: 2}]|budgets[1].name is \"b\": another budget has that name already",
      })
  void whatCannotBeUsedIsLeftOutAndSaid(String yaml, String complaint) {
    BudgetRules rules = read(yaml);

    assertThat(rules.complaints()).singleElement().asString().contains(complaint);
    assertThat(rules.budgets()).hasSizeLessThan(2);
  }

  @Test
  void nestingWithoutEndIsSaidAndSurvived() {
    Settings settings =
        Settings.resolve(
            new Inputs("config=f", Map.of(), Map.of(), path -> "a: " + "[".repeat(100_000)));

    assertThat(settings.isFileRead()).isFalse();
    assertThat(settings.complaints()).singleElement().asString().contains("f nests too deeply");
  }

  @Test
  void aBudgetOfOutputTokensIsRemarkedOnForNotAllHooksSeeThem() {
    BudgetRules rules =
        read(
            "budgets: [{name: tokens, joules-per-output-token: 1, objective: 99%},"
                + " {name: calls, joules-per-call: 1, objective: 99%}]");

    assertThat(rules.complaints()).isEmpty();
    assertThat(rules.remarks())
        .singleElement()
        .asString()
        .startsWith("budget tokens judges only calls whose output tokens are seen")
        .contains("others are counted as unjudged");
  }

  @Test
  void theOthersHold() {
    BudgetRules rules =
        read("budgets: [{name: bad}, {name: good, joules-per-call: 1, objective: 99%}]");

    assertThat(rules.complaints()).hasSize(1);
    assertThat(rules.budgets()).extracting(Budget::name).containsExactly("good");
  }

  private static Budget only(String budget) {
    BudgetRules rules = read("budgets: [" + budget + "]");
    assertThat(rules.complaints()).isEmpty();
    return rules.budgets().get(0);
  }

  private static BudgetRules read(String yaml) {
    return BudgetRules.of(
        Settings.resolve(new Inputs("config=f.yaml", Map.of(), Map.of(), path -> yaml)));
  }
}
