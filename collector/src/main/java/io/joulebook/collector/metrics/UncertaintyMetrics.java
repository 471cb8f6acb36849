package io.joulebook.collector.metrics;

import io.joulebook.collector.CallKey;
import io.joulebook.collector.Charge;
import io.joulebook.collector.Quality;
import io.joulebook.collector.Source;
import java.util.EnumMap;
import java.util.Map;

/** How good the energy of one model's calls is, by one source. */
final class UncertaintyMetrics {
  private final CallKey key;
  private final Source source;
  private final Map<Quality, ExactCounter> qualities = new EnumMap<>(Quality.class);
  private final ExactCounter uncertainty;

  UncertaintyMetrics(CallKey key, Source source) {
    this.key = key;
    this.source = source;
    uncertainty =
        new ExactCounter(
            Catalogue.MODEL_UNCERTAINTY,
            key.model(),
            key.engine(),
            key.operation(),
            source.label());
  }

  void enter(Quality quality, Charge charge) {
    qualities.computeIfAbsent(quality, this::newAmount).add(charge.total().micros());
    uncertainty.add(charge.uncertainty().micros());
  }

  private ExactCounter newAmount(Quality quality) {
    return new ExactCounter(
        Catalogue.MODEL_QUALITY,
        key.model(),
        key.engine(),
        key.operation(),
        quality.label(),
        source.label());
  }

  void writeTo(SnapshotBuilder snapshots) {
    qualities.values().forEach(amount -> amount.writeTo(snapshots));
    uncertainty.writeTo(snapshots);
  }
}
