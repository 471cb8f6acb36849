package io.joulebook.collector.metrics;

import io.prometheus.metrics.model.registry.MetricType;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.DataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot.InfoDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The values of one scrape. Where two series claim the same labels the later one stands, because
 * the client would refuse the whole scrape. Metrics without a series do not appear at all.
 */
final class SnapshotBuilder {
  private static final MathContext TWELVE_DIGITS = new MathContext(12);

  private final Map<Metric, Map<Labels, DataPointSnapshot>> points = new LinkedHashMap<>();

  /** Writes a value of a counter, gauge or info metric. */
  void put(Metric metric, Labels labels, long kept) {
    double value = metric.unit().fromKept(kept);
    put(
        metric,
        switch (metric.type()) {
          case COUNTER -> new CounterDataPointSnapshot(value, labels, null, 0);
          case GAUGE -> new GaugeDataPointSnapshot(value, labels, null);
          case INFO -> new InfoDataPointSnapshot(labels);
          default -> throw new IllegalArgumentException(metric + " has no single value");
        });
  }

  /** Writes a ratio of a gauge, which may be smaller than what its unit is kept in. */
  void putRatio(Metric metric, Labels labels, double value) {
    double rounded = new BigDecimal(value).round(TWELVE_DIGITS).doubleValue();
    put(metric, new GaugeDataPointSnapshot(rounded, labels, null));
  }

  /** Writes one series of a histogram, or any other point of the metric's type. */
  void put(Metric metric, DataPointSnapshot point) {
    points.computeIfAbsent(metric, m -> new LinkedHashMap<>()).put(point.getLabels(), point);
  }

  MetricSnapshots toSnapshots() {
    return new MetricSnapshots(
        points.entrySet().stream().map(e -> snapshot(e.getKey(), e.getValue().values())).toList());
  }

  /** The series of these metrics, each of which is a counter or a gauge. */
  List<Sample> samples(Predicate<Metric> which) {
    List<Sample> samples = new ArrayList<>();
    points.forEach(
        (metric, series) -> {
          if (which.test(metric)) {
            series.values().forEach(point -> samples.add(sample(metric, point)));
          }
        });
    return samples;
  }

  private static Sample sample(Metric metric, DataPointSnapshot point) {
    return new Sample(
        metric.name(),
        metric.help(),
        metric.unit().suffix(),
        metric.type() == MetricType.COUNTER,
        point.getLabels().stream()
            .flatMap(label -> Stream.of(label.getName(), label.getValue()))
            .toList(),
        valueOf(point));
  }

  private static double valueOf(DataPointSnapshot point) {
    if (point instanceof CounterDataPointSnapshot counter) {
      return counter.getValue();
    } else if (point instanceof GaugeDataPointSnapshot gauge) {
      return gauge.getValue();
    }
    throw new IllegalArgumentException(point + " has no single value");
  }

  private static MetricSnapshot snapshot(Metric metric, Collection<DataPointSnapshot> points) {
    return switch (metric.type()) {
      case COUNTER ->
          new CounterSnapshot(metric.metadata(), as(CounterDataPointSnapshot.class, points));
      case GAUGE -> new GaugeSnapshot(metric.metadata(), as(GaugeDataPointSnapshot.class, points));
      case HISTOGRAM ->
          new HistogramSnapshot(metric.metadata(), as(HistogramDataPointSnapshot.class, points));
      case INFO -> new InfoSnapshot(metric.metadata(), as(InfoDataPointSnapshot.class, points));
      default -> throw new IllegalArgumentException(metric + " is of no type that is exposed");
    };
  }

  private static <T> List<T> as(Class<T> type, Collection<DataPointSnapshot> points) {
    return points.stream().map(type::cast).toList();
  }
}
