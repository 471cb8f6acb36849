package io.joulebook.collector.metrics;

import java.util.ArrayList;
import java.util.List;

/** A histogram with fixed buckets, whose sums are exact. */
final class ClassicFamily implements HistogramFamily {
  private final Metric metric;
  private final double[] bounds;
  private final List<ClassicDistribution> all = new ArrayList<>();

  ClassicFamily(Metric metric, double[] bounds) {
    this.metric = metric;
    this.bounds = bounds;
  }

  @Override
  public Distribution series(String... labelValues) {
    ClassicDistribution series = new ClassicDistribution(metric, bounds, labelValues);
    all.add(series);
    return series;
  }

  @Override
  public void writeTo(SnapshotBuilder sheet) {
    all.forEach(series -> sheet.put(metric, series.snapshot()));
  }
}
