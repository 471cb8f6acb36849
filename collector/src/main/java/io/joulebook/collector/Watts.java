package io.joulebook.collector;

/**
 * A power, exact to the milliwatt.
 *
 * @param millis the power in milliwatts, NVML's unit
 */
public record Watts(long millis) implements Comparable<Watts> {
  /** The power of that many milliwatts. */
  public static Watts ofMillis(long millis) {
    return new Watts(millis);
  }

  /** The power in watts, for Prometheus and for people. */
  public double toDouble() {
    return millis / 1e3;
  }

  @Override
  public int compareTo(Watts other) {
    return Long.compare(millis, other.millis);
  }

  /** The exact power in watts, e.g. {@code 71.500 W}. */
  @Override
  public String toString() {
    return java.math.BigDecimal.valueOf(millis, 3).toPlainString() + " W";
  }
}
