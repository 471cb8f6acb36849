package io.joulebook.collector.grid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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
  @CsvSource({
    "0.342, 'if these are kilograms, write 342'",
    "0.02, 'if these are kilograms, write 20'",
    "342060, 'if these are milligrams, write 342.06'",
    "0.0002, 'from 1 to 2000'",
    "99999999, 'from 1 to 2000'",
  })
  void whatNoGridHasIsRefusedWithWhatMayBeMeant(String text, String hint) {
    assertThatThrownBy(() -> GridIntensity.parseStated(text))
        .hasMessageContaining("'" + text + "'")
        .hasMessageEndingWith(hint);
  }

  @Test
  void whatAGridHasMayBeStated() {
    assertThat(GridIntensity.parseStated("1").milligramsPerKwh()).isEqualTo(1_000);
    assertThat(GridIntensity.parseStated("2000").milligramsPerKwh()).isEqualTo(2_000_000);
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
