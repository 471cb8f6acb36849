package io.joulebook.collector.carbon;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.regex.Pattern;

/**
 * Water usage effectiveness: litres of water that a site uses for each kilowatt hour that its
 * machines draw. Water that power plants use is not in it.
 *
 * @param millilitresPerKwh 0 to 100,000
 */
public record Wue(long millilitresPerKwh) {
  private static final long MOST = 100_000;
  private static final Pattern DECIMAL = Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3})?");

  /** Microjoules in a kilowatt hour over nanolitres in a millilitre. */
  private static final long MICROS_PER_NANOLITRE = 3_600_000L;

  public Wue {
    if (millilitresPerKwh < 0 || millilitresPerKwh > MOST) {
      throw refused(BigDecimal.valueOf(millilitresPerKwh, 3).toPlainString());
    }
  }

  /**
   * The factor that a text states in litres per kilowatt hour, such as {@code 0.27}.
   *
   * @throws IllegalArgumentException if it is not a plain decimal number with at most three
   *     decimals, from 0 to 100
   */
  public static Wue parse(String factor) {
    if (!DECIMAL.matcher(factor).matches()) {
      throw refused(factor);
    }
    return new Wue(new BigDecimal(factor).movePointRight(3).longValueExact());
  }

  private static IllegalArgumentException refused(String value) {
    return new IllegalArgumentException(
        "'" + value + "' is not a WUE: litres per kWh from 0 to 100, at most three decimals, are");
  }

  /** The water of so much energy drawn by the machine, in nanolitres, rounded down. */
  public long nanolitres(long micros) {
    return BigInteger.valueOf(micros)
        .multiply(BigInteger.valueOf(millilitresPerKwh))
        .divide(BigInteger.valueOf(MICROS_PER_NANOLITRE))
        .longValueExact();
  }

  /** The exact factor, e.g. {@code 0.270}. */
  @Override
  public String toString() {
    return BigDecimal.valueOf(millilitresPerKwh, 3).toPlainString();
  }
}
