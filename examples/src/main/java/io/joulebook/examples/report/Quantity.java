package io.joulebook.examples.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.List;

/** A unit with the prefix that makes the numbers of a column readable, and comparable by eye. */
record Quantity(String unit, int thousands) {
  private static final List<String> PREFIXES = List.of("n", "µ", "m", "", "k", "M");
  private static final int NONE = PREFIXES.indexOf("");
  private static final MathContext THREE_DIGITS = new MathContext(3, RoundingMode.HALF_EVEN);

  /** The prefix that gives the largest of the values one to three digits before the point. */
  static Quantity of(String unit, List<BigDecimal> values) {
    BigDecimal largest = values.stream().reduce(BigDecimal.ZERO, BigDecimal::max);
    if (largest.signum() == 0) {
      return new Quantity(unit, 0);
    }
    BigDecimal rounded = largest.round(THREE_DIGITS);
    int integerDigits = rounded.precision() - rounded.scale();
    int thousands = Math.floorDiv(integerDigits - 1, 3);
    return new Quantity(unit, Math.max(-NONE, Math.min(thousands, PREFIXES.size() - 1 - NONE)));
  }

  static String format(BigDecimal value, String unit) {
    return of(unit, List.of(value)).format(value);
  }

  /** In three significant digits. */
  String format(BigDecimal value) {
    return digits(value.movePointLeft(3 * thousands)) + " " + PREFIXES.get(NONE + thousands) + unit;
  }

  private static String digits(BigDecimal value) {
    BigDecimal rounded = value.round(THREE_DIGITS);
    int integerDigits = Math.max(1, rounded.precision() - rounded.scale());
    boolean small = rounded.abs().compareTo(BigDecimal.ONE) < 0;
    int decimals = small ? 3 : Math.max(0, 3 - integerDigits);
    return value.signum() == 0
        ? "0"
        : rounded.setScale(decimals, RoundingMode.HALF_EVEN).toPlainString();
  }
}
