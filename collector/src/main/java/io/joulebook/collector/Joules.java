package io.joulebook.collector;

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
