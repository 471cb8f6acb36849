package io.joulebook.collector.metrics;

import io.prometheus.metrics.model.snapshots.Labels;

/** One series of a counter, summed exactly in the whole units of its {@link Unit}. */
final class ExactCounter {
  private final Metric metric;
  private final Labels labels;
  private long kept;

  ExactCounter(Metric metric, String... labelValues) {
    this.metric = metric;
    this.labels = metric.label(labelValues);
  }

  void add(long more) {
    kept = Math.addExact(kept, more);
  }

  /** The sum so far. */
  long kept() {
    return kept;
  }

  void writeTo(SnapshotBuilder snapshots) {
    snapshots.put(metric, labels, kept);
  }
}
