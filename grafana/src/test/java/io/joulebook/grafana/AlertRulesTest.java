package io.joulebook.grafana;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Prometheus' rules as they are shipped, and that each check of them finds its fault. */
class AlertRulesTest {
  private static final String BOOKS = "JoulebookBooksDoNotBalance";
  private static final String GONE = "JoulebookAgentGone";
  private static final String WATTS = "job_account_source:joulebook_energy_joules:rate5m";

  @Test
  void theyKeepTheRulesAndNameOnlyMetricsOfTheCatalogue() throws IOException {
    assertThat(RuleRules.faults(Rule.all(), Catalogue.read())).isEmpty();
  }

  @Test
  void noTwoAreTheSame() throws IOException {
    assertThat(Rule.all()).extracting(Rule::fullName).doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "a metric misspelt; expr; ledger_residual; ledger_rest; no such series: joulebook_ledger_rest",
        "a foreign metric; expr; joulebook_ledger_residual_joules; watts; no such series: watts",
        "a function of our day; expr; abs(; info(; calls info()",
        "a mean; expr; abs(; avg(; calls avg()",
        "a label; expr; _joules); _joules{zone=\"a\"}); has no label zone",
        "a nameless series; expr; joulebook_ledger_residual_joules; {job=\"a\"}; without a name",
        "grouping by what is left out; expr; abs(; sum without (job) (; what is kept",
      })
  void theFaultInAnExpressionIsFound(
      String name, String field, String part, String instead, String fault) throws IOException {
    assertThat(faultsWith(BOOKS, field, part, instead)).as(name).anyMatch(s -> s.contains(fault));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "JoulebookUnattributedEnergy; unattributed\"}; nobody\"}; account is never nobody",
        "JoulebookUnpricedEnergy; reason, source; reason; is summed over sources",
        "JoulebookBudgetBurn; ratio_rate1h; ratio_rate2d; no such series: job_budget_source:joule",
        "JoulebookBudgetBurn; objective_ratio:last6h_max; objective_ratio:last9h_max; "
            + "no such series: job_budget:joulebook_budget_objective_ratio:last9h_max",
        "job_budget_source:joulebook_budget_over_per_calls:ratio_rate5m; job, budget, source; "
            + "job, budget; joulebook_budget_calls_total is summed over sources",
        "job_account_source:joulebook_energy_joules:rate5m; job, account, source; job, source; "
            + "not aggregated to the level",
      })
  void theFaultInARuleIsFound(String rule, String part, String instead, String fault)
      throws IOException {
    assertThat(faultsWith(rule, "expr", part, instead)).anyMatch(found -> found.contains(fault));
  }

  static Stream<List<String>> spoiltFields() {
    return Stream.of(
        List.of("alert", GONE, "AgentGone", "is not named Joulebook"),
        List.of("for", "5m", "", "no for"),
        List.of("severity", "warning", "urgent", "severity is none of"),
        List.of("severity", "warning", "", "severity is none of"),
        List.of("summary", ".", "", "not one static sentence"),
        List.of("summary", "A target", "{{ $labels.job }}", "not one static sentence"),
        List.of("runbook_url", "agentgone", "gone", "runbook_url is not"),
        List.of("description", "$labels.job", "$labels.zone", "labels that are not there"));
  }

  @ParameterizedTest
  @MethodSource("spoiltFields")
  void theFaultInAFieldIsFound(List<String> spoilt) throws IOException {
    assertThat(faultsWith(GONE, spoilt.get(0), spoilt.get(1), spoilt.get(2)))
        .anyMatch(found -> found.contains(spoilt.get(3)));
  }

  @Test
  void aSourceThatIsNotToldIsFound() throws IOException {
    assertThat(faultsWith("JoulebookSensorSilent", "description", "$labels.source", "$value"))
        .anyMatch(found -> found.contains("does not say which source"));
  }

  @Test
  void aRecordWithAnotherNameIsFound() throws IOException {
    assertThat(faultsWith(WATTS, "record", WATTS, "joulebook_watts"))
        .anyMatch(found -> found.contains("level:metric:operations"));
  }

  private static List<String> faultsWith(String name, String field, String part, String instead)
      throws IOException {
    List<Rule> rules = new ArrayList<>();
    boolean spoilt = false;
    for (Rule rule : Rule.all()) {
      boolean chosen = !spoilt && rule.name().equals(name) && rule.toString().contains(part);
      rules.add(chosen ? new Rule(replaced(rule.yaml(), field, part, instead)) : rule);
      spoilt |= chosen;
    }
    assertThat(rules).isNotEqualTo(Rule.all());
    return RuleRules.faults(rules, Catalogue.read());
  }

  // A field that is left with nothing is left out.
  private static Yaml replaced(Yaml yaml, String field, String part, String instead) {
    Map<String, Object> copy = new LinkedHashMap<>();
    yaml.map()
        .forEach(
            (key, value) -> {
              if (value instanceof Map) {
                copy.put(key, replaced(Yaml.of(value), field, part, instead).map());
              } else if (!key.equals(field)) {
                copy.put(key, value);
              } else if (!String.valueOf(value).replace(part, instead).isEmpty()) {
                copy.put(key, String.valueOf(value).replace(part, instead));
              }
            });
    return new Yaml(copy);
  }
}
