package io.joulebook.collector.budget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ObjectiveTest {
  @ParameterizedTest
  @CsvSource({
    "0.99, 990000, 99%",
    "99%, 990000, 99%",
    "99.9999%, 999999, 99.9999%",
    "0.9306, 930600, 93.06%"
  })
  void itIsAPartOrPercent(String text, long millionths, String shown) {
    assertThat(Objective.parse(text).millionths()).isEqualTo(millionths);
    assertThat(Objective.parse(text)).hasToString(shown);
  }

  // 14.4 x (1 - 0.930555) = 1.000008; one millionth more and it is 0.9999936.
  @Test
  void thePageMustBeAbleToFire() {
    assertThat(Objective.parse("0.930556").millionths()).isEqualTo(930_556);
    assertThatThrownBy(() -> Objective.parse("0.930555"))
        .hasMessageContaining("93.0555% could never page")
        .hasMessageContaining("14.4 x 0.069445 = 1.000008")
        .hasMessageContaining("more than 93.06%");
    assertThatThrownBy(() -> Objective.parse("50%")).hasMessageContaining("14.4 x 0.5 = 7.2");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "100%", "1.0", "999%"})
  void noCallMayBeOverIsNoObjective(String text) {
    assertThatThrownBy(() -> Objective.parse(text))
        .hasMessageContaining("allows no call to be over");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "high", "-0.99", "99 %", "0,99", "1e-1", "0.9999999", "99.99999%"})
  void otherTextsAreRefusedByName(String text) {
    assertThatThrownBy(() -> Objective.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'" + text + "'");
  }
}
