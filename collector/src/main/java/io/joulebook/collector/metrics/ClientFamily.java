package io.joulebook.collector.metrics;

import io.prometheus.metrics.config.PrometheusProperties;
import io.prometheus.metrics.core.datapoints.DistributionDataPoint;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.snapshots.Exemplar;
import io.prometheus.metrics.model.snapshots.Labels;
import java.time.Instant;
import java.util.Optional;

/** A histogram kept by the Prometheus client: native buckets, alone or beside the fixed ones. */
final class ClientFamily implements HistogramFamily {
  private final Metric metric;
  private final Histogram histogram;

  ClientFamily(Metric metric, double[] bounds, Histograms form) {
    this.metric = metric;
    // Our own properties: those of the host's JVM are meant for the host's metrics.
    Histogram.Builder builder =
        Histogram.builder(PrometheusProperties.builder().build())
            .name(metric.name())
            .help(metric.help())
            .labelNames(metric.labels().toArray(String[]::new));
    histogram =
        form == Histograms.NATIVE
            ? builder.nativeOnly().build()
            : builder.classicUpperBounds(bounds).build();
  }

  @Override
  public Distribution series(String... labelValues) {
    return new Series(metric.unit(), histogram.labelValues(labelValues));
  }

  private record Series(Unit unit, DistributionDataPoint point) implements Distribution {
    @Override
    public void observe(long kept, Optional<String> traceId, Instant at) {
      double value = unit.fromKept(kept);
      if (traceId.isPresent()) {
        point.observeWithExemplar(value, Labels.of(Exemplar.TRACE_ID, traceId.get()));
      } else {
        point.observe(value);
      }
    }

    // The client takes one observation at a time.
    @Override
    public void observeAll(long sum, long count) {
      for (long i = 0; i < count; i++) {
        point.observe(unit.fromKept(sum) / count);
      }
    }
  }

  @Override
  public void writeTo(SnapshotBuilder sheet) {
    histogram.collect().getDataPoints().forEach(point -> sheet.put(metric, point));
  }
}
