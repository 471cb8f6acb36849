package io.joulebook.benchmarks.startup;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** The starts of one setting; what they cost is the median. */
final class Samples {
  private final List<Sample> all = new ArrayList<>();

  void add(Sample sample) {
    all.add(sample);
  }

  double median(ToDoubleFunction<Sample> part) {
    double[] sorted = all.stream().mapToDouble(part).sorted().toArray();
    return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
  }

  double max(ToDoubleFunction<Sample> part) {
    return all.stream().mapToDouble(part).max().orElseThrow();
  }
}
