package io.joulebook.collector.feed;

import io.joulebook.collector.grid.GridIntensity;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Arrays;
import java.util.stream.Collectors;

/** The units in which feeds state intensities; any other, percentiles above all, is refused. */
public enum IntensityUnit {
  GRAMS_PER_KWH("gCO2/kWh", "1000"),
  KILOGRAMS_PER_MWH("kgCO2/MWh", "1000"),
  TONNES_PER_MWH("tCO2/MWh", "1000000"),
  /** A pound is 0.45359237 kg, exactly. */
  POUNDS_PER_MWH("lbs_co2_per_mwh", "453.59237");

  private static final BigDecimal MOST_MILLIGRAMS = BigDecimal.valueOf(2_000_000);
  private static final BigDecimal MOST_VALUE = BigDecimal.valueOf(1_000_000);
  private static final BigDecimal LEAST_VALUE = new BigDecimal("1e-12");

  private final String text;
  private final BigDecimal milligramsPerKwh;

  IntensityUnit(String text, String milligramsPerKwh) {
    this.text = text;
    this.milligramsPerKwh = new BigDecimal(milligramsPerKwh);
  }

  /** As it stands in configurations and in the history. */
  public String text() {
    return text;
  }

  /**
   * The intensity of a value in this unit, rounded to the nearest milligram; what is out of range
   * is so before it is rounded.
   *
   * @throws IllegalArgumentException if it is not from 0 to 2000 g/kWh
   */
  GridIntensity intensity(BigDecimal value) {
    if (value.signum() == 0) {
      return GridIntensity.ofMilligramsPerKwh(0);
    }
    // First, for the product of a number such as 1e-999999999 takes as long as that is small.
    if (value.compareTo(LEAST_VALUE) < 0 || value.compareTo(MOST_VALUE) > 0) {
      throw new IllegalArgumentException("out of range");
    }
    BigDecimal milligrams = value.multiply(milligramsPerKwh);
    if (milligrams.compareTo(MOST_MILLIGRAMS) > 0) {
      throw new IllegalArgumentException("out of range");
    }
    return GridIntensity.ofMilligramsPerKwh(
        milligrams.setScale(0, RoundingMode.HALF_EVEN).longValueExact());
  }

  /**
   * The unit of that text.
   *
   * @throws IllegalArgumentException if there is none; the message says which there are
   */
  static IntensityUnit parse(String text) {
    return Arrays.stream(values())
        .filter(unit -> unit.text.equals(text))
        .findFirst()
        .orElseThrow(() -> refused(text));
  }

  private static IllegalArgumentException refused(String text) {
    return new IllegalArgumentException(
        "'"
            + text
            + "' is not a unit of intensity; allowed are: "
            + Arrays.stream(values()).map(IntensityUnit::text).collect(Collectors.joining(", ")));
  }
}
