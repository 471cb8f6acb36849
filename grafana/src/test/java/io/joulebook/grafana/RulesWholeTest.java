package io.joulebook.grafana;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The rules on a real Prometheus that scrapes the real demo. */
@Needs("prometheus")
@ExtendWith(Stage.Keeper.class)
class RulesWholeTest {
  /** Nothing in a demo of some seconds, with the reason. */
  private static final Map<String, String> MAY_BE_ABSENT =
      Map.of(
          "job_instance:joulebook_measured_joules:last1d_group", "each minute",
          "job_model_operation_source:joulebook_call_energy_joules:mean1h", "each minute",
          "job_model_operation_source:joulebook_call_energy_joules:mean6h", "each minute");

  @Test
  void everyRuleIsEvaluatedWithoutAFault(Stage stage) throws Exception {
    assertThat(stage.prometheus().ruleFaults()).isEmpty();
  }

  @Test
  void everyRecordedExpressionHasAValueOnTheDemo(Stage stage) throws Exception {
    List<String> silent = new ArrayList<>();
    for (Rule rule : Rule.all()) {
      boolean answers =
          rule.isAlert()
              || !stage.viewer().answer(rule.expression()).series().isEmpty()
              || MAY_BE_ABSENT.containsKey(rule.name());
      if (!answers) {
        silent.add(rule.name());
      }
    }
    assertThat(silent).isEmpty();
  }
}
