package io.joulebook.benchmarks.accuracy;

import java.util.Arrays;
import java.util.function.DoublePredicate;

/** Numbers of which quantiles are taken. */
final class Shares {
  private final double[] sorted;

  private Shares(double[] sorted) {
    this.sorted = sorted;
  }

  static Shares of(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return new Shares(sorted);
  }

  /** The smallest that so many are not above; not a number if there is none. */
  double quantile(double share) {
    if (sorted.length == 0) {
      return Double.NaN;
    }
    int index = (int) Math.ceil(share * sorted.length) - 1;
    return sorted[Math.max(0, Math.min(sorted.length - 1, index))];
  }

  double median() {
    return quantile(0.5);
  }

  double mean() {
    return Arrays.stream(sorted).average().orElse(Double.NaN);
  }

  double shareOf(DoublePredicate wanted) {
    return sorted.length == 0
        ? Double.NaN
        : (double) Arrays.stream(sorted).filter(wanted).count() / sorted.length;
  }
}
