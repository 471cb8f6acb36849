package io.joulebook.collector.metrics;

import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/** The upper bounds of classic buckets: 1, 2.5 and 5 in each decade. */
final class Bounds {
  private static final int[] STEPS = {10, 25, 50};

  /** 1 mJ, well under a small model's call, to 10 kJ, over a long generation's. */
  private static final double[] JOULES = decades(-3, 3, 10_000);

  /** 1 ms to 10 min. */
  private static final double[] SECONDS = decades(-3, 2, 600);

  private Bounds() {}

  static double[] of(Metric metric) {
    return switch (metric.unit()) {
      case JOULES -> JOULES.clone();
      case SECONDS -> SECONDS.clone();
      default -> throw new IllegalArgumentException("no buckets are laid out for " + metric);
    };
  }

  /** All steps from 10^first to 10^last, and a last bound. */
  private static double[] decades(int first, int last, double highest) {
    DoubleStream steps =
        IntStream.rangeClosed(first, last)
            .boxed()
            .flatMapToDouble(
                exponent -> IntStream.of(STEPS).mapToDouble(step -> bound(step, exponent)));
    return DoubleStream.concat(steps, DoubleStream.of(highest)).toArray();
  }

  /** Parsed, not multiplied, so that 0.0025 is printed as such. */
  private static double bound(int tenths, int exponent) {
    return Double.parseDouble(tenths + "e" + (exponent - 1));
  }
}
