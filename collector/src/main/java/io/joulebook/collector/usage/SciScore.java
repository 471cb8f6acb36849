package io.joulebook.collector.usage;

import io.joulebook.collector.Source;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The Software Carbon Intensity of some calls: what {@code joulebook_sci_grams} and the report say.
 *
 * @param grams {@code (E x I) + M}, in grams of CO2e
 * @param rates the same by each R of which there was any
 */
public record SciScore(double grams, List<Rate> rates) {
  public SciScore {
    rates = List.copyOf(rates);
  }

  /**
   * Grams by a unit of work.
   *
   * @param per the unit, e.g. {@code call}
   * @param grams of all units together
   * @param units how many there were, at least 1
   */
  public record Rate(String per, double grams, long units) {
    /** Grams of one unit. */
    public double each() {
      return grams / (double) units;
    }
  }

  /**
   * The score of calls, with what the devices' books add.
   *
   * @param gramsPerMicro grams of CO2e for a microjoule that these calls used by a source; empty if
   *     none of it has a price
   * @return empty if no call has energy, the books of a device are missing, or a price is
   */
  public static Optional<SciScore> of(
      CallUsage usage, SciByDevice books, Function<Source, OptionalDouble> gramsPerMicro) {
    OptionalDouble all =
        usage.measuredCalls() == 0
            ? OptionalDouble.empty()
            : books.grams(usage.sciUses(), gramsPerMicro);
    return all.isEmpty()
        ? Optional.empty()
        : Optional.of(new SciScore(all.getAsDouble(), rates(all.getAsDouble(), usage)));
  }

  // Calls that belong to no request that is seen are in none.
  private static List<Rate> rates(double all, CallUsage usage) {
    double micros = (double) usage.energy().micros();
    double ofRequests = micros == 0 ? 0 : all * (double) usage.requestMicros() / micros;
    return Stream.of(
            new Rate("call", all, usage.measuredCalls()),
            new Rate("item", all, usage.measuredItems()),
            new Rate("output_token", all, usage.measuredOutputTokens()),
            new Rate("request", ofRequests, usage.requests()))
        .filter(rate -> rate.units > 0)
        .toList();
  }
}
