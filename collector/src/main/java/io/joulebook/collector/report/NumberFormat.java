package io.joulebook.collector.report;

import io.joulebook.collector.Grams;
import io.joulebook.collector.Joules;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/** Numbers for people: three significant digits, with a unit of fitting size. All in ASCII. */
final class NumberFormat {
  /** What stands where nothing is known. */
  static final String NONE = "-";

  private static final String[] SMALL = {"", "m", "u", "n"};
  private static final String[] LARGE = {"", "k", "M", "G"};
  private static final int DIGITS = 3;
  private static final MathContext THREE = new MathContext(DIGITS);

  private NumberFormat() {}

  static String joules(double joules) {
    return scaled(joules, "J", LARGE);
  }

  static String joules(Joules energy) {
    return joules(energy.toDouble());
  }

  static String grams(double grams) {
    return Math.abs(grams) >= 999_500
        ? three(grams / 1e6) + " t"
        : scaled(grams, "g", new String[] {"", "k"});
  }

  static String grams(Grams grams) {
    return grams(grams.toDouble());
  }

  static String grams(Optional<Grams> grams) {
    return grams.map(NumberFormat::grams).orElse(NONE);
  }

  static String litres(double litres) {
    return scaled(litres, "l", new String[] {""});
  }

  private static String scaled(double value, String unit, String[] large) {
    double rounded = rounded(value);
    int step = 0;
    while (Math.abs(rounded) >= 1_000 && step < large.length - 1) {
      rounded = rounded(rounded / 1_000);
      step++;
    }
    if (step > 0) {
      return three(rounded) + " " + large[step] + unit;
    }
    while (rounded != 0 && Math.abs(rounded) < 1 && step < SMALL.length - 1) {
      rounded = rounded(rounded * 1_000);
      step++;
    }
    return three(rounded) + " " + SMALL[step] + unit;
  }

  private static double rounded(double value) {
    return new BigDecimal(value).round(THREE).doubleValue();
  }

  private static String three(double value) {
    if (value == 0) {
      return "0";
    }
    BigDecimal rounded = new BigDecimal(value).round(THREE);
    int whole = rounded.precision() - rounded.scale();
    return rounded.setScale(Math.max(0, DIGITS - whole)).toPlainString();
  }

  /** A change, with its sign. */
  static String change(Grams change) {
    return (change.nanos() > 0 ? "+" : "") + grams(change);
  }

  /** The change from first known to known now, where both are known. */
  static String change(Priced priced) {
    return priced
        .knownNow()
        .flatMap(now -> priced.knownFirst().map(first -> change(now.minus(first))))
        .orElse(NONE);
  }

  static String percent(double part) {
    return three(100 * part) + " %";
  }

  static String percent(double part, double whole) {
    return whole == 0 ? NONE : percent(part / whole);
  }

  static String count(OptionalLong count) {
    return count.isPresent() ? count(count.getAsLong()) : NONE;
  }

  static String count(long count) {
    return String.format(Locale.ROOT, "%,d", count);
  }

  /** Low, mid and high of a range. */
  static String range(Range range) {
    return grams(range.low()) + " to " + grams(range.high());
  }

  /** A name from a file, so that it cannot end the line or steer the terminal; at most so long. */
  static String name(String name, int longest) {
    StringBuilder safe = new StringBuilder();
    name.codePoints()
        .map(c -> Character.isISOControl(c) || Character.getType(c) == Character.FORMAT ? '?' : c)
        .forEach(safe::appendCodePoint);
    return safe.length() <= longest
        ? safe.toString()
        : safe.substring(0, longest / 2)
            + ".."
            + safe.substring(safe.length() - (longest - longest / 2 - 2));
  }
}
