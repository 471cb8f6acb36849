package io.joulebook.benchmarks.accuracy;

/**
 * A call as its receipt has it.
 *
 * @param model what was called
 * @param begin when it began, by the monotonic clock as far as the wall clock tells it
 * @param length how long it took, in nanoseconds
 * @param active joules above base power
 * @param base its share of base power, in joules
 * @param uncertainty the half-width of the range, in joules
 * @param quality how good it is
 */
record Billed(
    String model,
    long begin,
    long length,
    double active,
    double base,
    double uncertainty,
    String quality) {
  double total() {
    return active + base;
  }

  /** Whether any energy is known of it. */
  boolean measured() {
    return !quality.equals("unmeasured");
  }
}
