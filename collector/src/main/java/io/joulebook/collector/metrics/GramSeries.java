package io.joulebook.collector.metrics;

import io.joulebook.collector.carbon.Pue;
import io.joulebook.collector.carbon.Tally;
import io.joulebook.collector.grid.Quote.Price;
import io.joulebook.collector.grid.Tier;
import io.prometheus.metrics.model.snapshots.Labels;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/** The grams of one thing: a series for each zone and tier that its energy was priced with. */
final class GramSeries {
  private final Metric metric;
  private final Function<Price, Labels> labels;
  private final Map<Key, Line> lines = new LinkedHashMap<>();

  private record Key(String zone, Tier tier) {}

  private record Line(Labels labels, Tally tally) {}

  /**
   * No grams yet.
   *
   * @param labels the label set of the series of a price
   */
  GramSeries(Metric metric, Function<Price, Labels> labels) {
    this.metric = metric;
    this.labels = labels;
  }

  /** Adds what an amount of energy, in microjoules, costs at a price. */
  void add(Price price, Pue pue, long micros) {
    lines
        .computeIfAbsent(
            new Key(price.zone(), price.tier()), key -> new Line(labels.apply(price), new Tally()))
        .tally
        .add(micros, price.intensity(), pue);
  }

  void writeTo(Sheet sheet) {
    lines.values().forEach(line -> sheet.put(metric, line.labels, line.tally.total().nanos()));
  }
}
