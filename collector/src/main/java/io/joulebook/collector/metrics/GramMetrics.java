package io.joulebook.collector.metrics;

import io.joulebook.collector.carbon.GramsAccumulator;
import io.joulebook.collector.carbon.Pricing;
import io.joulebook.collector.carbon.Pue;
import io.joulebook.collector.grid.IntensityResult;
import io.joulebook.collector.grid.IntensityResult.Price;
import io.joulebook.collector.grid.Tier;
import io.prometheus.metrics.model.snapshots.Labels;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/** The grams of one thing: a series for each zone and tier that its energy was priced with. */
final class GramMetrics implements Pricing.Sink {
  private final Metric metric;
  private final Pue pue;
  private final Function<Price, Labels> labels;
  private final Map<String, String> owner;
  private final Map<Key, Line> lines = new LinkedHashMap<>();

  private double priced;

  private record Key(String zone, Tier tier) {}

  private record Line(Labels labels, GramsAccumulator tally) {}

  /**
   * No grams yet.
   *
   * @param pue the facility factor
   * @param owner whose they are
   * @param labels the label set of the series of a price
   */
  GramMetrics(Metric metric, Pue pue, Map<String, String> owner, Function<Price, Labels> labels) {
    this.owner = owner;
    this.metric = metric;
    this.pue = pue;
    this.labels = labels;
  }

  /** Adds what an amount of energy, in microjoules, costs; without a price it adds nothing. */
  @Override
  public void take(Instant bucket, IntensityResult quote, long micros) {
    if (quote instanceof Price price) {
      priced += (double) micros;
      lineOf(price).tally.add(micros, price.intensity(), pue);
    }
  }

  @Override
  public Map<String, String> owner() {
    return owner;
  }

  private Line lineOf(Price price) {
    return lines.computeIfAbsent(
        new Key(price.zone(), price.tier()),
        key -> new Line(labels.apply(price), new GramsAccumulator()));
  }

  /** The grams so far, for ratios. */
  double grams() {
    return lines.values().stream().mapToDouble(line -> line.tally.grams()).sum();
  }

  /** The energy that had a price so far, in microjoules, for ratios. */
  double pricedMicros() {
    return priced;
  }

  void writeTo(SnapshotBuilder snapshots) {
    lines.values().forEach(line -> snapshots.put(metric, line.labels, line.tally.total().nanos()));
  }
}
