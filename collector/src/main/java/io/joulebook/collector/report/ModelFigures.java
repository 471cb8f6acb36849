package io.joulebook.collector.report;

import io.joulebook.collector.Grams;
import io.joulebook.collector.carbon.Footprint;
import io.joulebook.collector.carbon.Pue;
import io.joulebook.collector.carbon.SciByDevice;
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
    PeriodTotals.Key key,
    CallSums sums,
    long requests,
    Priced priced,
    Range range,
    Optional<Grams> embodied,
    Optional<Grams> training,
    OptionalLong waterNanolitres,
    Optional<SciScore> score) {

  static ModelFigures of(
      PeriodTotals.Key key,
      CallSums sums,
      long requests,
      PastPrices prices,
      Pue pue,
      Footprint footprint,
      SciByDevice books) {
    Priced priced = Priced.of(sums.energies, prices, pue);
    return new ModelFigures(
        key,
        sums,
        requests,
        priced,
        Range.of(priced, sums.uncertaintyMicros()),
        sums.embodied(),
        footprint.trainingOf(key.model()).map(spread -> spread.of(sums.calls)),
        footprint.wue().stream()
            .filter(site -> sums.measured > 0)
            .mapToLong(site -> site.nanolitres(sums.energy().micros()))
            .findFirst(),
        score(sums, requests, priced, books));
  }

  private static Optional<SciScore> score(
      CallSums sums, long requests, Priced priced, SciByDevice books) {
    return sums.measured == 0 || priced.nowEnergy().isZero()
        ? Optional.empty()
        : SciScore.of(sums, requests, priced, books);
  }

  /** The model with engine and operation. */
  String name() {
    return key.model() + " (" + key.engine() + " " + key.operation() + ")";
  }
}
