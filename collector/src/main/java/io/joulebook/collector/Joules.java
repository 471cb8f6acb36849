package io.joulebook.collector;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * An amount of energy, exact to the microjoule.
 *
 * @param micros the amount in microjoules; negative only in differences such as a residual. The
 *     range is about ±9.2 TJ; arithmetic that leaves it throws {@link ArithmeticException}.
 */
public record Joules(long micros) implements Comparable<Joules> {
  /** No energy. */
  public static final Joules ZERO = new Joules(0);

  private static final double MICROS_PER_JOULE = 1e6;

  /** The energy of that many microjoules. */
  public static Joules ofMicros(long micros) {
    return micros == 0 ? ZERO : new Joules(micros);
  }

  /** The energy of that many millijoules, NVML's unit. */
  public static Joules ofMillis(long millis) {
    return ofMicros(Math.multiplyExact(millis, 1_000L));
  }

  /** The sum of both amounts. */
  public Joules plus(Joules other) {
    return ofMicros(Math.addExact(micros, other.micros));
  }

  /** This amount less the other. */
  public Joules minus(Joules other) {
    return ofMicros(Math.subtractExact(micros, other.micros));
  }

  /**
   * Splits this amount in proportion to weights. The parts add up to it exactly: each is a
   * difference of rounded running totals.
   *
   * @param weights not negative; equal parts if all are 0
   * @return as many parts as there are weights
   * @throws IllegalArgumentException if there are no weights, or one is negative
   */
  public List<Joules> split(long... weights) {
    if (weights.length == 0 || Arrays.stream(weights).anyMatch(weight -> weight < 0)) {
      throw new IllegalArgumentException(
          "weights are " + Arrays.toString(weights) + "; allowed are one or more, none negative");
    }
    BigInteger whole =
        Arrays.stream(weights).mapToObj(BigInteger::valueOf).reduce(BigInteger::add).get();
    boolean equal = whole.signum() == 0;
    BigInteger divisor = equal ? BigInteger.valueOf(weights.length) : whole;
    List<Joules> parts = new ArrayList<>(weights.length);
    BigInteger weighed = BigInteger.ZERO;
    long given = 0;
    for (long weight : weights) {
      weighed = weighed.add(BigInteger.valueOf(equal ? 1 : weight));
      long upTo = BigInteger.valueOf(micros).multiply(weighed).divide(divisor).longValueExact();
      parts.add(ofMicros(upTo - given));
      given = upTo;
    }
    return List.copyOf(parts);
  }

  /** Whether this is no energy at all. */
  public boolean isZero() {
    return micros == 0;
  }

  /** The amount in joules, for Prometheus and for people; inexact above 2^53 microjoules (9 GJ). */
  public double toDouble() {
    return micros / MICROS_PER_JOULE;
  }

  @Override
  public int compareTo(Joules other) {
    return Long.compare(micros, other.micros);
  }

  /** The exact amount in joules, e.g. {@code 12.000345 J}. */
  @Override
  public String toString() {
    return java.math.BigDecimal.valueOf(micros, 6).toPlainString() + " J";
  }
}
