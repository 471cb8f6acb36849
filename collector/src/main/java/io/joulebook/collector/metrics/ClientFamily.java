package io.joulebook.collector.metrics;

import io.prometheus.metrics.config.PrometheusProperties;
import io.prometheus.metrics.core.datapoints.DistributionDataPoint;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.snapshots.Exemplar;
import io.prometheus.metrics.model.snapshots.Labels;

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
    DistributionDataPoint point = histogram.labelValues(labelValues);
    return (kept, traceId, at) -> {
      double value = metric.unit().fromKept(kept);
      if (traceId.isPresent()) {
        point.observeWithExemplar(value, Labels.of(Exemplar.TRACE_ID, traceId.get()));
      } else {
        point.observe(value);
      }
    };
  }

  @Override
  public void writeTo(Sheet sheet) {
    histogram.collect().getDataPoints().forEach(point -> sheet.put(metric, point));
  }
}
