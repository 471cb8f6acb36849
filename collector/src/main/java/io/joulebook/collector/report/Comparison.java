package io.joulebook.collector.report;

import io.joulebook.collector.Joules;
import io.joulebook.collector.Source;
import io.joulebook.collector.carbon.Pue;
import io.joulebook.collector.usage.TraceIds;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * The models that served one route, and what it would have saved to let the cheapest do the work of
 * another. Models are compared by energy, since grams also tell when each was used; the grams saved
 * are those of the dearer one's own hours.
 *
 * @param where the route, or engine and operation where no route was seen
 * @param unit what work is counted in: {@code item} if all calls of all models have items, else
 *     {@code call}
 * @param models the models, the cheapest first
 * @param savings one for each model but the cheapest
 */
record Comparison(String where, String unit, List<Candidate> models, List<Saving> savings) {
  /** A model with its measured calls on the route. */
  record Candidate(String model, CallSums sums, Priced priced) {
    /** The sources of its energy. */
    Set<Source> sources() {
      return sums.energies.sums().keySet();
    }

    /** Whether more than one in ten of the requests of either has calls of both. */
    private boolean worksWith(Candidate other) {
      TraceIds mine = sums.requests;
      TraceIds theirs = other.sums.requests;
      return mine.common(theirs) * 10 > Math.min(mine.count(), theirs.count());
    }

    /** Whether any of its energy was not measured. */
    boolean isInvented() {
      return sources().contains(Source.SIMULATED) || sources().contains(Source.ESTIMATE);
    }

    private long units(String unit) {
      return unit.equals("item") ? sums.usage.measuredItems() : sums.usage.measuredCalls();
    }

    private double microsPerUnit(String unit) {
      return (double) sums.usage.energy().micros() / (double) units(unit);
    }

    double gramsPerMicro() {
      return priced.gramsPerMicro();
    }
  }

  /**
   * What moving all work of one model to another would save over the period.
   *
   * @param from the dearer model
   * @param to the cheapest model
   * @param joules the energy that would not be used
   * @param uncertainty half the range that it lies in, in joules
   * @param grams what that energy costs, at the hours in which the dearer model worked; empty if
   *     none of its energy has a price
   * @param part which part of the dearer one's energy it is
   * @param measuredAlike whether the energy of both is measured, or that of neither
   */
  record Saving(
      String from,
      String to,
      double joules,
      double uncertainty,
      OptionalDouble grams,
      double part,
      boolean measuredAlike) {
    /** By how much that part may be off. */
    double partUncertainty() {
      return part * uncertainty / joules;
    }

    /** Whether the difference is larger than what it may be off by. */
    boolean isTold() {
      return measuredAlike && joules > uncertainty;
    }
  }

  /** The comparison of each route that two or more models with metered energy served. */
  static List<Comparison> of(
      Map<String, Map<String, CallSums>> routes, PastPrices prices, Pue pue) {
    List<Comparison> comparisons = new ArrayList<>();
    routes.forEach(
        (route, models) -> {
          List<Candidate> candidates = new ArrayList<>();
          models.forEach(
              (model, sums) -> {
                if (!sums.usage.energy().isZero()) {
                  candidates.add(new Candidate(model, sums, Priced.of(sums.energies, prices, pue)));
                }
              });
          alternatives(candidates).forEach(group -> comparisons.add(of(route, group)));
        });
    return comparisons;
  }

  /**
   * Those that may stand in for each other, in groups of two or more. Models that serve the same
   * requests, as an embedder and a reranker do, do different work.
   */
  private static List<List<Candidate>> alternatives(List<Candidate> candidates) {
    List<List<Candidate>> groups = new ArrayList<>();
    for (Candidate candidate : candidates) {
      groups.stream()
          .filter(group -> group.stream().noneMatch(candidate::worksWith))
          .findFirst()
          .orElseGet(
              () -> {
                List<Candidate> group = new ArrayList<>();
                groups.add(group);
                return group;
              })
          .add(candidate);
    }
    return groups.stream().filter(group -> group.size() > 1).toList();
  }

  private static Comparison of(String route, List<Candidate> candidates) {
    boolean items = candidates.stream().allMatch(each -> each.sums.usage.measuredItems() > 0);
    String unit = items ? "item" : "call";
    List<Candidate> sorted =
        candidates.stream()
            .sorted(Comparator.comparingDouble(each -> each.microsPerUnit(unit)))
            .toList();
    Candidate cheapest = sorted.get(0);
    return new Comparison(
        route,
        unit,
        sorted,
        sorted.stream().skip(1).map(dearer -> saving(dearer, cheapest, unit)).toList());
  }

  private static Saving saving(Candidate dearer, Candidate cheapest, String unit) {
    double scale = (double) dearer.units(unit) / (double) cheapest.units(unit);
    double own = (double) dearer.sums.usage.energy().micros();
    double saved = own - scale * (double) cheapest.sums.usage.energy().micros();
    boolean sameSensors = dearer.sums.usage.devices().equals(cheapest.sums.usage.devices());
    double off = Math.hypot(off(dearer, sameSensors), scale * off(cheapest, sameSensors));
    return new Saving(
        dearer.model,
        cheapest.model,
        saved / 1e6,
        off / 1e6,
        dearer.priced.nowEnergy().isZero()
            ? OptionalDouble.empty()
            : OptionalDouble.of(saved * dearer.gramsPerMicro()),
        saved / own,
        dearer.isInvented() == cheapest.isInvented());
  }

  // The gain of one sensor makes both of its models dearer alike: it changes no order.
  private static double off(Candidate model, boolean sameSensors) {
    double gain =
        sameSensors
            ? 0
            : model.sums.energies.sums().entrySet().stream()
                    .filter(entry -> Range.isUncalibrated(entry.getKey()))
                    .map(Map.Entry::getValue)
                    .mapToDouble(Joules::toDouble)
                    .sum()
                * 1e6
                * Range.GAIN;
    return Math.hypot(gain, model.sums.usage.uncertaintyMicros());
  }
}
