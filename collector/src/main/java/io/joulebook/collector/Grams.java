package io.joulebook.collector;

import java.math.BigDecimal;

/**
 * A mass of greenhouse gas, as CO2 equivalent, exact to the nanogram.
 *
 * @param nanos the mass in nanograms. The range is about 9,200 tonnes; arithmetic that leaves it
 *     throws {@link ArithmeticException}.
 */
public record Grams(long nanos) implements Comparable<Grams> {
  /** No emission. */
  public static final Grams ZERO = new Grams(0);

  private static final double NANOS_PER_GRAM = 1e9;

  /** The mass of that many nanograms. */
  public static Grams ofNanos(long nanos) {
    return nanos == 0 ? ZERO : new Grams(nanos);
  }

  /** The sum of both masses. */
  public Grams plus(Grams other) {
    return ofNanos(Math.addExact(nanos, other.nanos));
  }

  /** This mass less the other. */
  public Grams minus(Grams other) {
    return ofNanos(Math.subtractExact(nanos, other.nanos));
  }

  /** The mass in grams, for Prometheus and for people; inexact above 2^53 nanograms (9 tonnes). */
  public double toDouble() {
    return nanos / NANOS_PER_GRAM;
  }

  @Override
  public int compareTo(Grams other) {
    return Long.compare(nanos, other.nanos);
  }

  /** The exact mass in grams, e.g. {@code 0.000420000 g}. */
  @Override
  public String toString() {
    return BigDecimal.valueOf(nanos, 9).toPlainString() + " g";
  }
}
