package io.joulebook.collector.feed;

import io.joulebook.collector.grid.Basis;
import io.joulebook.collector.grid.GridIntensity;
import io.joulebook.collector.grid.Signal;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Makes intensities of the values that a feed states, if they are any. */
final class IntensityParser {
  private static final int MOST_TIMES = 10;

  /**
   * Yearly rows are of a country's own plants. One of hydropower that imports has many times its
   * row in a dry week: Albania's is 24 g/kWh, and flow-traced days of 263 are true.
   */
  private static final long NEVER_TOO_MUCH_MILLIGRAMS = 1_000_000;

  /** Far more digits than any meter has; they would go into the history as they stand. */
  private static final int MOST_DIGITS = 60;

  private final FeedFacts facts;
  private final Optional<GridIntensity> usual;

  IntensityParser(FeedFacts facts, Optional<GridIntensity> usual) {
    this.facts = facts;
    this.usual = usual;
  }

  /** The intensity that a value is. */
  GridIntensity intensity(@Nullable Object value) throws InvalidReadingException {
    BigDecimal number = number(value);
    GridIntensity intensity = inRange(number);
    if (number.signum() != 0 && isImplausible(intensity.milligramsPerKwh())) {
      throw new InvalidReadingException(Rejection.IMPLAUSIBLE);
    }
    return intensity;
  }

  private static BigDecimal number(@Nullable Object value) throws InvalidReadingException {
    if (value == null) {
      throw new InvalidReadingException(Rejection.NO_VALUE);
    }
    if (value instanceof BigDecimal decimal) {
      return decimal;
    }
    if (value instanceof Integer || value instanceof Long) {
      return BigDecimal.valueOf(((Number) value).longValue());
    }
    if (value instanceof BigInteger integer) {
      return new BigDecimal(integer);
    }
    // The only Double that JSON gives is -0.0.
    throw new InvalidReadingException(
        value instanceof Double ? Rejection.OUT_OF_RANGE : Rejection.NOT_A_NUMBER);
  }

  private GridIntensity inRange(BigDecimal number) throws InvalidReadingException {
    GridIntensity intensity = inUnit(number);
    boolean isTrueZero = facts.zeroAllowed() && number.signum() == 0;
    boolean isShort = number.precision() <= MOST_DIGITS;
    if (isTrueZero || (isShort && intensity.milligramsPerKwh() > 0)) {
      return intensity;
    }
    throw new InvalidReadingException(Rejection.OUT_OF_RANGE);
  }

  private GridIntensity inUnit(BigDecimal number) throws InvalidReadingException {
    try {
      return facts.unit().intensity(number);
    } catch (IllegalArgumentException e) {
      throw new InvalidReadingException(Rejection.OUT_OF_RANGE);
    }
  }

  // A grid of wind and hydropower is at 2 by its chimneys and at 20 by its plants' lives; and the
  // next plant to run says nothing of a year.
  private boolean isImplausible(long milligrams) {
    if (usual.isEmpty() || facts.method().signal() == Signal.MARGINAL) {
      return false;
    }
    long year = usual.get().milligramsPerKwh();
    long leastOfYear = facts.method().basis() == Basis.DIRECT ? 100L : 10L;
    long most = Math.max(year * MOST_TIMES, NEVER_TOO_MUCH_MILLIGRAMS);
    return milligrams > most || milligrams * leastOfYear < year;
  }
}
