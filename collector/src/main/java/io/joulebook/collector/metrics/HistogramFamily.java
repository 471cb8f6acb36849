package io.joulebook.collector.metrics;

/** All series of one histogram. */
interface HistogramFamily {
  /** A new series with these label values, in the catalogue's order. */
  Distribution series(String... labelValues);

  void writeTo(SnapshotBuilder sheet);

  /** The family of a metric in that form. */
  static HistogramFamily of(Metric metric, Histograms form) {
    double[] bounds = Bounds.of(metric);
    return form == Histograms.CLASSIC
        ? new ClassicFamily(metric, bounds)
        : new ClientFamily(metric, bounds, form);
  }
}
