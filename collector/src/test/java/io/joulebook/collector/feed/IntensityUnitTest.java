package io.joulebook.collector.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IntensityUnitTest {
  @ParameterizedTest
  @CsvSource({
    "gCO2/kWh, 216.5, 216500",
    "kgCO2/MWh, 216.5, 216500",
    "tCO2/MWh, 0.2165, 216500",
    "lbs_co2_per_mwh, 1000, 453592",
    "lbs_co2_per_mwh, 4409.24, 1999998",
    "gCO2/kWh, 0.0005, 0",
    "gCO2/kWh, 0, 0"
  })
  void aValueBecomesMilligramsPerKilowattHour(String unit, BigDecimal value, long milligrams) {
    assertThat(IntensityUnit.parse(unit).intensity(value).milligramsPerKwh()).isEqualTo(milligrams);
  }

  @ParameterizedTest
  @CsvSource({
    "gCO2/kWh, 2000.0001",
    "gCO2/kWh, -1",
    "tCO2/MWh, 2.1",
    "lbs_co2_per_mwh, 4410",
    "gCO2/kWh, 1e2147483647",
    "gCO2/kWh, 1e-2147483647"
  })
  void whatIsOutOfRangeIsSoBeforeItIsRounded(String unit, BigDecimal value) {
    assertThatThrownBy(() -> IntensityUnit.parse(unit).intensity(value))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aPercentileIsNoUnit() {
    assertThatThrownBy(() -> IntensityUnit.parse("percentile"))
        .hasMessage(
            "'percentile' is not a unit of intensity; allowed are: gCO2/kWh, kgCO2/MWh, tCO2/MWh,"
                + " lbs_co2_per_mwh");
  }
}
