package io.joulebook.collector.metrics;

import io.joulebook.collector.CallKey;
import io.joulebook.collector.Receipt;
import io.joulebook.collector.Source;
import io.joulebook.collector.carbon.Footprint;
import io.joulebook.collector.carbon.Training;
import io.joulebook.collector.carbon.Wue;
import io.joulebook.collector.usage.CallUsage;
import io.joulebook.collector.usage.EmbodiedUse;
import io.joulebook.collector.usage.RecentRequests;
import io.joulebook.collector.usage.SciByDevice;
import io.joulebook.collector.usage.SciScore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What the calls of one model, engine and operation cost beside the electricity of use: their part
 * of making the devices, of training, of water; and their Software Carbon Intensity.
 */
final class FootprintMetrics {
  private static final String NO_ZONE = "none";

  private final CallKey key;
  private final Optional<Training> training;
  private final Optional<Wue> wue;
  private final CallUsage usage;

  /** With nothing in it. */
  FootprintMetrics(CallKey key, Footprint footprint) {
    this.key = key;
    training = footprint.trainingOf(key.model());
    wue = footprint.wue();
    usage = new CallUsage(footprint, new RecentRequests());
  }

  void enter(Receipt receipt) {
    usage.enter(receipt);
  }

  /**
   * Writes them.
   *
   * @param sci what the devices' books add
   * @param grams the grams of these calls' energy, by source
   */
  void writeTo(SnapshotBuilder snapshots, SciByDevice sci, Map<Source, GramMetrics> grams) {
    training.ifPresent(
        spread -> put(snapshots, CarbonCatalogue.TRAINING_GRAMS, spread.of(usage.calls()).nanos()));
    wue.ifPresent(site -> writeWater(site, snapshots));
    usage.embodied().forEach(use -> writeEmbodied(use, snapshots));
    SciScore.of(usage, sci, source -> gramsPerMicro(grams.get(source)))
        .ifPresent(score -> writeSci(score, snapshots));
  }

  private static OptionalDouble gramsPerMicro(@Nullable GramMetrics priced) {
    return priced == null || priced.pricedMicros() == 0
        ? OptionalDouble.empty()
        : OptionalDouble.of(priced.grams() / priced.pricedMicros());
  }

  private void writeWater(Wue site, SnapshotBuilder snapshots) {
    usage
        .microsBySource()
        .forEach(
            (source, micros) ->
                put(snapshots, CarbonCatalogue.WATER, site.nanolitres(micros), source.label()));
  }

  private void writeEmbodied(EmbodiedUse use, SnapshotBuilder snapshots) {
    put(
        snapshots,
        CarbonCatalogue.CO2E_GRAMS,
        use.grams().nanos(),
        "embodied",
        NO_ZONE,
        use.made().origin(),
        use.source().label());
  }

  private void writeSci(SciScore score, SnapshotBuilder snapshots) {
    String sources =
        usage.microsBySource().keySet().stream()
            .map(Source::label)
            .collect(Collectors.joining("+"));
    for (SciScore.Rate rate : score.rates()) {
      snapshots.putRatio(
          CarbonCatalogue.SCI,
          CarbonCatalogue.SCI.label(
              key.model(), key.engine(), key.operation(), rate.per(), sources),
          rate.each());
    }
  }

  private void put(SnapshotBuilder snapshots, Metric metric, long kept, String... more) {
    List<String> values = new ArrayList<>(List.of(key.model(), key.engine(), key.operation()));
    values.addAll(List.of(more));
    snapshots.put(metric, metric.label(values.toArray(new String[0])), kept);
  }
}
