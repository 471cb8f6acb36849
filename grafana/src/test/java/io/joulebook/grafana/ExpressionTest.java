package io.joulebook.grafana;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ExpressionTest {
  @Test
  void everySeriesIsSeenAndNothingElse() {
    Expression expression =
        Expression.of(
            "histogram_quantile(0.9, sum by (le, m) (rate(a_bucket{x=\"sum(b)\"}[5m]))) * 1e3"
                + " / on (m) group_left (z) (max by (m) (c offset 5m) > bool 0) or d unless -e");
    assertThat(expression.selectors())
        .extracting(Expression.Selector::series)
        .containsExactly("a_bucket", "c", "d", "e");
    assertThat(expression.functions())
        .containsExactlyInAnyOrder("histogram_quantile", "sum", "rate", "max");
  }

  @Test
  void aNumberToReckonWithIsNotShown() {
    assertThat(Expression.of("a * scalar(b or vector(0))").functions()).containsExactly("scalar");
    assertThat(Expression.of("scalar(b) * a or vector(0)").functions()).contains("vector");
  }

  @Test
  void aSelectionKnowsItsMatchersItsRangeAndWhatIsKeptOfIt() {
    Expression.Selector selector =
        Expression.of("sum by (le, m) (rate(a{x=~\"$x\",y!=\"}\"}[$__range]))").selectors().get(0);
    assertThat(selector.matches("x", "$x")).isTrue();
    assertThat(selector.matches("y", "$x")).isFalse();
    assertThat(selector.range()).contains("$__range");
    assertThat(selector.by()).contains(Set.of("le", "m"));
  }

  @Test
  void theInnermostAggregationCounts() {
    assertThat(Expression.of("max(sum by (a) (b) + abs(c))").selectors())
        .extracting(Expression.Selector::by)
        .containsExactly(Optional.of(Set.of("a")), Optional.of(Set.of()));
    assertThat(Expression.of("abs(c)").selectors().get(0).by()).isEmpty();
  }

  @Test
  void whatItCannotJudgeItRefuses() {
    assertThatThrownBy(() -> Expression.of("sum without (a) (b)")).hasMessageContaining("by");
    assertThatThrownBy(() -> Expression.of("sum(b) by (a)")).hasMessageContaining("by");
    assertThatThrownBy(() -> Expression.of("{job=\"a\"}")).hasMessageContaining("without a name");
    assertThatThrownBy(() -> Expression.of("sum by (a) b")).hasMessageContaining("(");
  }
}
