package io.joulebook.agent.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;

class FixedPointTest {
  private static BigInteger exact(FixedPoint fixed) {
    return BigInteger.valueOf(fixed.whole())
        .shiftLeft(64)
        .add(new BigInteger(Long.toUnsignedString(fixed.fraction())));
  }

  @Property
  void additionAndSubtractionAreExact(
      @ForAll @LongRange(max = 1L << 61) long a,
      @ForAll long aFraction,
      @ForAll @LongRange(max = 1L << 61) long b,
      @ForAll long bFraction) {
    FixedPoint first = new FixedPoint(a, aFraction);
    FixedPoint second = new FixedPoint(b, bFraction);

    FixedPoint sum = first.plus(second);

    assertThat(exact(sum)).isEqualTo(exact(first).add(exact(second)));
    assertThat(sum.minus(second)).isEqualTo(first);
  }

  @Property
  void multiplicationIsExact(
      @ForAll @LongRange(max = 1L << 30) long whole,
      @ForAll long fraction,
      @ForAll @LongRange(max = 1L << 32) long factor) {
    FixedPoint fixed = new FixedPoint(whole, fraction);

    assertThat(exact(fixed.times(factor)))
        .isEqualTo(exact(fixed).multiply(BigInteger.valueOf(factor)));
  }

  @Property
  void divisionRoundsDownByLessThanOneUnit(
      @ForAll @LongRange(max = 1L << 50) long whole,
      @ForAll long fraction,
      @ForAll @LongRange(min = 1, max = 1L << 61) long divisor) {
    FixedPoint fixed = new FixedPoint(whole, fraction);

    BigInteger rest =
        exact(fixed)
            .subtract(exact(fixed.dividedBy(divisor)).multiply(BigInteger.valueOf(divisor)));

    assertThat(rest).isBetween(BigInteger.ZERO, BigInteger.valueOf(divisor - 1));
  }

  @Property
  void nothingGoesBelowZeroSilently(@ForAll @LongRange(max = 1000) long whole) {
    FixedPoint less = FixedPoint.of(whole);
    FixedPoint more = new FixedPoint(whole, 1);

    assertThatThrownBy(() -> less.minus(more)).isInstanceOf(ArithmeticException.class);
  }
}
