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
record Fixed(long whole, long fraction) {
  static final Fixed ZERO = new Fixed(0, 0);

  private static final BigInteger LOW_64 = BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE);

  static Fixed of(long whole) {
    return new Fixed(whole, 0);
  }

  private static final double PART = 0x1p62;

  Fixed plus(Fixed other) {
    long low = fraction + other.fraction;
    long carry = Long.compareUnsigned(low, fraction) < 0 ? 1 : 0;
    return new Fixed(Math.addExact(Math.addExact(whole, other.whole), carry), low);
  }

  Fixed minus(Fixed other) {
    long borrow = Long.compareUnsigned(fraction, other.fraction) < 0 ? 1 : 0;
    long high = Math.subtractExact(Math.subtractExact(whole, other.whole), borrow);
    if (high < 0) {
      throw new ArithmeticException(this + " - " + other + " is below zero");
    }
    return new Fixed(high, fraction - other.fraction);
  }

  /** This times a whole number that is not negative. */
  Fixed times(long factor) {
    long carried = multiplyHighUnsigned(fraction, factor);
    return new Fixed(Math.addExact(Math.multiplyExact(whole, factor), carried), fraction * factor);
  }

  /** The same modulo 2^64: exact for sums of which the end result is in range. */
  Fixed timesModulo(long factor) {
    return new Fixed(whole * factor + multiplyHighUnsigned(fraction, factor), fraction * factor);
  }

  Fixed plusModulo(Fixed other) {
    long low = fraction + other.fraction;
    long carry = Long.compareUnsigned(low, fraction) < 0 ? 1 : 0;
    return new Fixed(whole + other.whole + carry, low);
  }

  Fixed minusModulo(Fixed other) {
    long borrow = Long.compareUnsigned(fraction, other.fraction) < 0 ? 1 : 0;
    return new Fixed(whole - other.whole - borrow, fraction - other.fraction);
  }

  /** This divided by a positive whole number, rounded down to the next 2^-64. */
  Fixed dividedBy(long divisor) {
    BigInteger quotient = toBigInteger().divide(BigInteger.valueOf(divisor));
    return new Fixed(quotient.shiftRight(64).longValueExact(), quotient.and(LOW_64).longValue());
  }

  /** A part of this, rounded down to the next 2^-64; the part is from 0 to 1. */
  Fixed part(double part) {
    long of62 = (long) (part * PART);
    BigInteger product = toBigInteger().multiply(BigInteger.valueOf(of62)).shiftRight(62);
    return new Fixed(product.shiftRight(64).longValueExact(), product.and(LOW_64).longValue());
  }

  Fixed atMost(Fixed limit) {
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
