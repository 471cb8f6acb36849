package io.joulebook.collector.budget;

import java.math.BigDecimal;
import java.util.regex.Pattern;

/**
 * Which part of the calls is to be within their budget.
 *
 * @param millionths the part in millionths: above 930,555 and below 1,000,000
 */
public record Objective(long millionths) {
  /**
   * The burn rate that pages: a thirty-day budget of calls that are over would be used up in about
   * two days. If all calls are over, the burn rate is 1 / (1 - objective), so it must be able to
   * exceed this (Google's SRE workbook, chapter 5).
   */
  static final BigDecimal PAGING_BURN_RATE = new BigDecimal("14.4");

  private static final Pattern DECIMAL = Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,8})?%?");
  private static final long ALL = 1_000_000;

  public Objective {
    BigDecimal burnt = PAGING_BURN_RATE.multiply(BigDecimal.valueOf(ALL - millionths, 6));
    if (millionths >= ALL) {
      throw new IllegalArgumentException(
          show(millionths)
              + " allows no call to be over, so that one would be an alert for ever: state less than"
              + " 100%");
    }
    if (millionths < 0 || burnt.compareTo(BigDecimal.ONE) >= 0) {
      throw new IllegalArgumentException(
          show(millionths)
              + " could never page: the alert fires when more than 14.4 x (1 - objective) = 14.4 x "
              + BigDecimal.valueOf(ALL - millionths, 6).stripTrailingZeros().toPlainString()
              + " = "
              + burnt.stripTrailingZeros().toPlainString()
              + " of the calls are over, and no more than all (1) can be: state more than 93.06%");
    }
  }

  /**
   * The objective that a text states, as {@code 0.99} or {@code 99%}.
   *
   * @throws IllegalArgumentException if it is neither, has more than six decimals as a part of 1,
   *     or could never be alerted on; the message shows the arithmetic
   */
  public static Objective parse(String text) {
    if (!DECIMAL.matcher(text).matches()) {
      throw new IllegalArgumentException("'" + text + "' is no objective: 0.99 and 99% are");
    }
    boolean percent = text.endsWith("%");
    if (!percent && new BigDecimal(text).compareTo(BigDecimal.TEN) > 0) {
      throw new IllegalArgumentException(
          "'" + text + "' is no part of 1: did you mean " + text + "%?");
    }
    BigDecimal part = new BigDecimal(percent ? text.substring(0, text.length() - 1) : text);
    BigDecimal millionths = part.movePointRight(percent ? 4 : 6);
    if (millionths.stripTrailingZeros().scale() > 0) {
      throw new IllegalArgumentException(
          "'" + text + "' is more exact than a millionth, which is all that is kept");
    }
    return new Objective(millionths.longValueExact());
  }

  private static String show(long millionths) {
    return BigDecimal.valueOf(millionths, 4).stripTrailingZeros().toPlainString() + "%";
  }

  /** The objective in percent, e.g. {@code 99.5%}. */
  @Override
  public String toString() {
    return show(millionths);
  }
}
