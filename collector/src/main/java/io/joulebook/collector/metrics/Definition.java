package io.joulebook.collector.metrics;

import io.prometheus.metrics.model.registry.MetricType;
import java.util.Arrays;
import java.util.List;

/** Writes lines of the catalogue: first name and unit, then labels, meaning, number of series. */
final class Definition {
  private final List<Metric> list;

  /** Lines go to the end of this list. */
  Definition(List<Metric> list) {
    this.list = list;
  }

  Unlabelled counter(String name, Unit unit) {
    return define(name, MetricType.COUNTER, unit);
  }

  Unlabelled gauge(String name, Unit unit) {
    return define(name, MetricType.GAUGE, unit);
  }

  Unlabelled histogram(String name, Unit unit) {
    return define(name, MetricType.HISTOGRAM, unit);
  }

  Unlabelled info(String name) {
    return define(name, MetricType.INFO, Unit.NONE);
  }

  private Unlabelled define(String name, MetricType type, Unit unit) {
    return labels ->
        help ->
            series -> {
              Metric metric = new Metric(name, type, unit, Arrays.asList(labels), help, series);
              list.add(metric);
              return metric;
            };
  }

  /** A line of the catalogue that lacks its labels. */
  interface Unlabelled {
    Labelled labels(String... names);
  }

  /** A line of the catalogue that lacks its meaning. */
  interface Labelled {
    Counted help(String help);
  }

  /** A line of the catalogue that lacks its number of series. */
  interface Counted {
    Metric series(String series);
  }
}
