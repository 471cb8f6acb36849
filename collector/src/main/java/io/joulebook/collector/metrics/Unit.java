package io.joulebook.collector.metrics;

/** The unit of a metric, and how many of the whole units kept in the books make one of it. */
enum Unit {
  NONE("", 1),
  /** Kept in microjoules. */
  JOULES("joules", 1e6),
  /** Kept in nanograms. */
  GRAMS("grams", 1e9),
  /** Kept in nanolitres. */
  LITRES("litres", 1e9),
  /** Kept in nanoseconds. */
  SECONDS("seconds", 1e9),
  /** Kept in milliwatts. */
  WATTS("watts", 1e3),
  CELSIUS("celsius", 1),
  HERTZ("hertz", 1),
  /** Kept in milligrams per kilowatt hour. */
  GRAMS_PER_KWH("grams_per_kwh", 1e3),
  /** Kept in thousandths. */
  RATIO("ratio", 1e3),
  /** Of a whole; kept in millionths. */
  PART("ratio", 1e6);

  private final String suffix;
  private final double kept;

  Unit(String suffix, double kept) {
    this.suffix = suffix;
    this.kept = kept;
  }

  /** What the names of metrics of this unit end with, before {@code _total}. */
  String suffix() {
    return suffix;
  }

  /** An amount kept in the books, in this unit: the one place where it becomes a double. */
  double fromKept(long amount) {
    return amount / kept;
  }

  /** An amount of this unit as it is kept in the books. */
  long toKept(double amount) {
    return Math.round(amount * kept);
  }
}
