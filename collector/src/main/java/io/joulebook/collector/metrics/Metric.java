package io.joulebook.collector.metrics;

import io.prometheus.metrics.model.registry.MetricType;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricFamilyDescriptor;
import io.prometheus.metrics.model.snapshots.MetricMetadata;
import java.util.List;

/**
 * One line of the catalogue.
 *
 * @param name the name as Prometheus shows it, {@code _total} or {@code _info} included
 * @param type the Prometheus type
 * @param unit the unit, which the name ends with
 * @param labels the label names, in the order in which values are given
 * @param help what it means
 * @param series how many series there are
 */
record Metric(
    String name, MetricType type, Unit unit, List<String> labels, String help, String series) {

  /** The label set of one series: these values for the labels, in the catalogue's order. */
  Labels label(String... values) {
    return Labels.of(labels, List.of(values));
  }

  /** Name, help and unit as the Prometheus client wants them: without the type's suffix. */
  MetricMetadata metadata() {
    String base = name.replaceFirst("_(total|info)$", "");
    return unit == Unit.NONE
        ? new MetricMetadata(base, help)
        : new MetricMetadata(
            base, help, new io.prometheus.metrics.model.snapshots.Unit(unit.suffix()));
  }

  MetricFamilyDescriptor descriptor() {
    return MetricFamilyDescriptor.of(type, metadata(), labels);
  }
}
