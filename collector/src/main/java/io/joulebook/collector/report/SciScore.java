package io.joulebook.collector.report;

import io.joulebook.collector.Grams;
import io.joulebook.collector.carbon.SciByDevice;
import io.joulebook.collector.carbon.SciUse;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/**
 * The Software Carbon Intensity of a model, as {@code joulebook_sci_grams} has it, over a period.
 *
 * @param grams {@code (E x I) + M}
 * @param rates the same by R; only those of which there were any
 */
record SciScore(double grams, List<Rate> rates) {
  /** Grams by a unit of work. */
  record Rate(String per, double grams, long units) {
    double each() {
      return grams / (double) units;
    }
  }

  /**
   * The score, with what the devices' books add; empty if these do not tell of a device, or a
   * source has no price.
   */
  static Optional<SciScore> of(CallSums sums, long requests, Priced priced, SciByDevice books) {
    List<SciUse> used = new ArrayList<>();
    sums.uses()
        .forEach(
            (device, use) ->
                used.add(new SciUse(device, use.micros(), use.embodied().orElse(Grams.ZERO))));
    OptionalDouble all = books.grams(used, priced::gramsPerMicro);
    return all.isEmpty()
        ? Optional.empty()
        : Optional.of(new SciScore(all.getAsDouble(), rates(all.getAsDouble(), sums, requests)));
  }

  // Calls that belong to no request that is seen are in none.
  private static List<Rate> rates(double all, CallSums sums, long requests) {
    double ofRequests =
        sums.energy().isZero()
            ? 0
            : all * (double) sums.requestMicros / (double) sums.energy().micros();
    return Stream.of(
            new Rate("call", all, sums.measured),
            new Rate("item", all, sums.measuredItems),
            new Rate("output_token", all, sums.measuredOutputTokens),
            new Rate("request", ofRequests, requests))
        .filter(rate -> rate.units > 0)
        .toList();
  }
}
