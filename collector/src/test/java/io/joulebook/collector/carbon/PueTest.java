package io.joulebook.collector.carbon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PueTest {
  @Test
  void readsAFactorExactly() {
    assertThat(Pue.parse("1.125").thousandths()).isEqualTo(1_125);
    assertThat(Pue.parse("1")).isEqualTo(Pue.NONE);
    assertThat(Pue.parse("1.2").toDouble()).isEqualTo(1.2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0", "0.99", "10.001", "11", "120", "-1.2", "NaN", "1.2345", "1,2"})
  void refusesWhatNoFacilityCanHave(String text) {
    assertThatThrownBy(() -> Pue.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("a number from 1 to 10");
  }
}
