package io.joulebook.collector.metrics;

import java.util.ArrayList;
import java.util.List;

/** A histogram with fixed buckets, whose sums are exact. */
final class HistogramFamily {
  private final Metric metric;
  private final double[] bounds;
  private final List<Distribution> all = new ArrayList<>();

  HistogramFamily(Metric metric) {
    this.metric = metric;
    bounds = Bounds.of(metric);
  }

  /** A new series with these label values, in the catalogue's order. */
  Distribution series(String... labelValues) {
    Distribution series = new Distribution(metric, bounds, labelValues);
    all.add(series);
    return series;
  }

  void writeTo(SnapshotBuilder snapshots) {
    all.forEach(series -> snapshots.put(metric, series.snapshot()));
  }
}
