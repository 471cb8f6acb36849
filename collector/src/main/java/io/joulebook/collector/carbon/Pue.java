package io.joulebook.collector.carbon;

import java.math.BigDecimal;
import java.util.regex.Pattern;

/**
 * Power usage effectiveness: the energy a facility draws for each unit that its machines draw.
 *
 * @param thousandths the factor in thousandths: 1,000 (no overhead) to 10,000
 */
public record Pue(long thousandths) {
  /** The factor of a facility without overhead, which is what pricing assumes until told. */
  public static final Pue NONE = new Pue(1_000);

  private static final long MOST = 10_000;
  private static final Pattern DECIMAL = Pattern.compile("[0-9]{1,2}(\\.[0-9]{1,3})?");

  public Pue {
    if (thousandths < 1_000 || thousandths > MOST) {
      throw refused(BigDecimal.valueOf(thousandths, 3).toPlainString());
    }
  }

  /**
   * The factor that a text states, such as {@code 1.2}.
   *
   * @throws IllegalArgumentException if it is not a plain decimal number with at most three
   *     decimals, from 1 to 10
   */
  public static Pue parse(String factor) {
    if (!DECIMAL.matcher(factor).matches()) {
      throw refused(factor);
    }
    return new Pue(new BigDecimal(factor).movePointRight(3).longValueExact());
  }

  private static IllegalArgumentException refused(String value) {
    return new IllegalArgumentException(
        "'" + value + "' is not a PUE: a number from 1 to 10 with at most three decimals is");
  }

  /** The factor, for Prometheus and for people. */
  public double toDouble() {
    return thousandths / 1e3;
  }

  /** The exact factor, e.g. {@code 1.125}. */
  @Override
  public String toString() {
    return BigDecimal.valueOf(thousandths, 3).toPlainString();
  }
}
