package io.joulebook.collector.report;

import io.joulebook.collector.Device;
import io.joulebook.collector.Grams;
import io.joulebook.collector.carbon.Sci;
import io.joulebook.collector.carbon.SciByDevice;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

  /** The score, with what the devices' books add; empty if these do not tell of a device. */
  static Optional<SciScore> of(
      CallSums sums, long requests, double gramsPerMicro, SciByDevice books) {
    double all = 0;
    for (Map.Entry<Device, CallSums.Use> used : sums.uses().entrySet()) {
      Optional<Sci> spread = books.on(used.getKey());
      if (spread.isEmpty()) {
        return Optional.empty();
      }
      double use = (double) used.getValue().micros() * gramsPerMicro;
      double made = used.getValue().embodied().orElse(Grams.ZERO).toDouble();
      all += spread.get().grams(use, made);
    }
    return Optional.of(new SciScore(all, rates(all, sums, requests)));
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
