package io.joulebook.collector.grid;

import java.math.BigDecimal;
import java.util.regex.Pattern;

/**
 * The carbon intensity of electricity, exact to the milligram of CO2e per kilowatt hour.
 *
 * @param milligramsPerKwh the intensity in mg/kWh: 0 to 2,000,000 (2,000 g/kWh). The dirtiest
 *     yearly average known is 1,306 g/kWh. No grid is at 0 by lifecycle factors, and a 0 is far
 *     more often a gap in the data: only feeds of which a true 0 is known may say it.
 */
public record GridIntensity(long milligramsPerKwh) implements Comparable<GridIntensity> {
  private static final long MOST = 2_000_000;
  private static final BigDecimal MOST_GRAMS = BigDecimal.valueOf(MOST, 3);
  private static final Pattern STATED = Pattern.compile("[0-9]{1,9}(\\.[0-9]{1,9})?");
  private static final Pattern DECIMAL = Pattern.compile("[0-9]{1,4}(\\.[0-9]{1,3})?");

  public GridIntensity {
    if (milligramsPerKwh < 0 || milligramsPerKwh > MOST) {
      throw refused(BigDecimal.valueOf(milligramsPerKwh, 3).toPlainString());
    }
  }

  /** The intensity of that many milligrams per kilowatt hour. */
  public static GridIntensity ofMilligramsPerKwh(long milligrams) {
    return new GridIntensity(milligrams);
  }

  /**
   * The intensity that a text states in g/kWh, such as {@code 342.06}.
   *
   * @throws IllegalArgumentException if it is not a plain decimal number with at most three
   *     decimals, above 0 and at most 2000
   */
  public static GridIntensity parse(String gramsPerKwh) {
    if (!DECIMAL.matcher(gramsPerKwh).matches() || new BigDecimal(gramsPerKwh).signum() == 0) {
      throw refused(gramsPerKwh);
    }
    return ofMilligramsPerKwh(new BigDecimal(gramsPerKwh).movePointRight(3).longValueExact());
  }

  /**
   * The intensity that a person states. Less than 1 g/kWh is refused, for no grid has that: it is
   * kilograms, or a wish.
   *
   * @throws IllegalArgumentException if it is no such number; the message says what may be meant
   */
  public static GridIntensity parseStated(String gramsPerKwh) {
    if (STATED.matcher(gramsPerKwh).matches()) {
      BigDecimal grams = new BigDecimal(gramsPerKwh);
      if (grams.signum() > 0 && grams.compareTo(BigDecimal.ONE) < 0) {
        throw misread(gramsPerKwh, grams.movePointRight(3), "kilograms");
      }
      if (grams.compareTo(MOST_GRAMS) > 0) {
        throw misread(gramsPerKwh, grams.movePointLeft(3), "milligrams");
      }
    }
    return parse(gramsPerKwh);
  }

  private static IllegalArgumentException misread(String text, BigDecimal meant, String unit) {
    boolean possible = meant.compareTo(BigDecimal.ONE) >= 0 && meant.compareTo(MOST_GRAMS) <= 0;
    String hint =
        "; if these are " + unit + ", write " + meant.stripTrailingZeros().toPlainString();
    return new IllegalArgumentException(
        "'" + text + "' g/kWh is what no grid has: from 1 to 2000" + (possible ? hint : ""));
  }

  private static IllegalArgumentException refused(String value) {
    return new IllegalArgumentException(
        "'"
            + value
            + "' is not a grid intensity: a number of gCO2e/kWh above 0 and at most 2000,"
            + " with at most three decimals, is");
  }

  /** The intensity in g/kWh, for Prometheus and for people. */
  public double toDouble() {
    return milligramsPerKwh / 1e3;
  }

  @Override
  public int compareTo(GridIntensity other) {
    return Long.compare(milligramsPerKwh, other.milligramsPerKwh);
  }

  /** The exact intensity, e.g. {@code 342.060 g/kWh}. */
  @Override
  public String toString() {
    return BigDecimal.valueOf(milligramsPerKwh, 3).toPlainString() + " g/kWh";
  }
}
