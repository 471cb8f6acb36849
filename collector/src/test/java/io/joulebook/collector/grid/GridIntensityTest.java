package io.joulebook.collector.grid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GridIntensityTest {
  @Test
  void readsGramsPerKilowattHourExactly() {
    assertThat(GridIntensity.parse("342.06").milligramsPerKwh()).isEqualTo(342_060);
    assertThat(GridIntensity.parse("0.001").milligramsPerKwh()).isEqualTo(1);
    assertThat(GridIntensity.parse("2000")).hasToString("2000.000 g/kWh");
    assertThat(GridIntensity.parse("41").toDouble()).isEqualTo(41.0);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "0",
        "0.000",
        "-5",
        "NaN",
        "Infinity",
        "1e999",
        "1e2",
        "0x1p3",
        "12d",
        "12f",
        "+3",
        "1,5",
        "2000.001",
        "2001",
        "99999",
        "216 g",
        " 216",
        "1e-9",
        "0.0001",
        ".5",
        "5.",
        "٣"
      })
  void refusesWhatIsNoPlainNumberInRangeAndNamesIt(String text) {
    assertThatThrownBy(() -> GridIntensity.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'")
        .hasMessageContaining("above 0 and at most 2000");
  }
}
