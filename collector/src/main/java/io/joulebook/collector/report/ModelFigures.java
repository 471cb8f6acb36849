package io.joulebook.collector.report;

import io.joulebook.collector.CallKey;
import io.joulebook.collector.Grams;
import io.joulebook.collector.carbon.Footprint;
import io.joulebook.collector.carbon.Pue;
import io.joulebook.collector.usage.SciByDevice;
import io.joulebook.collector.usage.SciScore;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What the calls of a model, engine and operation cost.
 *
 * @param key which calls
 * @param sums their sums
 * @param requests how many requests they were made by, where that is seen
 * @param priced their energy in grams
 * @param range what those grams may be off by
 * @param embodied their part of making the devices, where that is stated
 * @param training their part of training the model, where that is stated
 * @param waterNanolitres the site's water, where that is stated
 * @param score their Software Carbon Intensity; empty if no energy of theirs has a price, or no
 *     statements of devices say what was no call's
 */
record ModelFigures(
    CallKey key,
    CallSums sums,
    long requests,
    Priced priced,
    Range range,
    Optional<Grams> embodied,
    Optional<Grams> training,
    OptionalLong waterNanolitres,
    Optional<SciScore> score) {

  static ModelFigures of(
      CallKey key,
      CallSums sums,
      PastPrices prices,
      Pue pue,
      Footprint footprint,
      SciByDevice books) {
    Priced priced = Priced.of(sums.energies, prices, pue);
    return new ModelFigures(
        key,
        sums,
        sums.usage.requests(),
        priced,
        Range.of(priced, sums.usage.uncertaintyMicros()),
        sums.usage.embodiedGrams(),
        footprint.trainingOf(key.model()).map(spread -> spread.of(sums.usage.calls())),
        footprint.wue().stream()
            .filter(site -> sums.usage.measuredCalls() > 0)
            .mapToLong(site -> site.nanolitres(sums.usage.energy().micros()))
            .findFirst(),
        score(sums, priced, books));
  }

  private static Optional<SciScore> score(CallSums sums, Priced priced, SciByDevice books) {
    return priced.nowEnergy().isZero()
        ? Optional.empty()
        : SciScore.of(sums.usage, books, priced::gramsPerMicro);
  }

  /** The model with engine and operation. */
  String name() {
    return key.model() + " (" + key.engine() + " " + key.operation() + ")";
  }
}
