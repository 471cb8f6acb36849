package io.joulebook.agent.ledger;

import java.math.BigInteger;

/**
 * A non-negative number with 63 bits before the binary point and 64 behind it, exact under
 * addition, subtraction and multiplication by a whole number. Results below zero or above 2^63
 * throw {@link ArithmeticException}.
 *
 * @param whole the whole part
 * @param fraction the fraction in units of 2^-64, unsigned
 */
record FixedPoint(long whole, long fraction) {
  static final FixedPoint ZERO = new FixedPoint(0, 0);

  private static final BigInteger LOW_64 = BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE);

  static FixedPoint of(long whole) {
    return new FixedPoint(whole, 0);
  }

  private static final double PART = 0x1p62;

  FixedPoint plus(FixedPoint other) {
    long low = fraction + other.fraction;
    long carry = Long.compareUnsigned(low, fraction) < 0 ? 1 : 0;
    return new FixedPoint(Math.addExact(Math.addExact(whole, other.whole), carry), low);
  }

  FixedPoint minus(FixedPoint other) {
    long borrow = Long.compareUnsigned(fraction, other.fraction) < 0 ? 1 : 0;
    long high = Math.subtractExact(Math.subtractExact(whole, other.whole), borrow);
    if (high < 0) {
      throw new ArithmeticException(this + " - " + other + " is below zero");
    }
    return new FixedPoint(high, fraction - other.fraction);
  }

  /** This times a whole number that is not negative. */
  FixedPoint times(long factor) {
    long carried = multiplyHighUnsigned(fraction, factor);
    return new FixedPoint(
        Math.addExact(Math.multiplyExact(whole, factor), carried), fraction * factor);
  }

  /** The same modulo 2^64: exact for sums of which the end result is in range. */
  FixedPoint timesModulo(long factor) {
    return new FixedPoint(
        whole * factor + multiplyHighUnsigned(fraction, factor), fraction * factor);
  }

  FixedPoint plusModulo(FixedPoint other) {
    long low = fraction + other.fraction;
    long carry = Long.compareUnsigned(low, fraction) < 0 ? 1 : 0;
    return new FixedPoint(whole + other.whole + carry, low);
  }

  FixedPoint minusModulo(FixedPoint other) {
    long borrow = Long.compareUnsigned(fraction, other.fraction) < 0 ? 1 : 0;
    return new FixedPoint(whole - other.whole - borrow, fraction - other.fraction);
  }

  /** This divided by a positive whole number, rounded down to the next 2^-64. */
  FixedPoint dividedBy(long divisor) {
    BigInteger quotient = toBigInteger().divide(BigInteger.valueOf(divisor));
    return new FixedPoint(
        quotient.shiftRight(64).longValueExact(), quotient.and(LOW_64).longValue());
  }

  /** A part of this, rounded down to the next 2^-64; the part is from 0 to 1. */
  FixedPoint part(double part) {
    long of62 = (long) (part * PART);
    BigInteger product = toBigInteger().multiply(BigInteger.valueOf(of62)).shiftRight(62);
    return new FixedPoint(product.shiftRight(64).longValueExact(), product.and(LOW_64).longValue());
  }

  FixedPoint atMost(FixedPoint limit) {
    boolean more =
        whole > limit.whole
            || (whole == limit.whole && Long.compareUnsigned(fraction, limit.fraction) > 0);
    return more ? limit : this;
  }

  double doubleValue() {
    return whole + (fraction >>> 1) * 0x1p-63;
  }

  /** The nearest whole number; a half goes up. */
  long rounded() {
    return fraction < 0 ? Math.addExact(whole, 1) : whole; // the fraction's top bit is a half
  }

  private BigInteger toBigInteger() {
    return BigInteger.valueOf(whole)
        .shiftLeft(64)
        .add(new BigInteger(Long.toUnsignedString(fraction)));
  }

  // Math.unsignedMultiplyHigh is not in JDK 17; the factor is never negative here.
  private static long multiplyHighUnsigned(long unsigned, long factor) {
    long high = Math.multiplyHigh(unsigned, factor);
    return unsigned < 0 ? high + factor : high;
  }
}
