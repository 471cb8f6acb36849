package io.joulebook.examples.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.Optional;

/** What the calls of one model cost, as far as the metrics tell. */
record ModelCost(
    String model,
    BigDecimal calls,
    BigDecimal items,
    BigDecimal meteredCalls,
    Optional<BigDecimal> joules,
    BigDecimal baseJoules,
    Optional<BigDecimal> uncertainJoules,
    Optional<BigDecimal> grams) {

  static List<ModelCost> all(Exposition metrics) {
    return metrics.labelValues("joulebook_calls_total", "model").stream()
        .map(model -> of(metrics, model))
        .filter(cost -> cost.calls.signum() > 0)
        .toList();
  }

  private static ModelCost of(Exposition metrics, String model) {
    String label = "model=" + model;
    return new ModelCost(
        model,
        metrics.sum("joulebook_calls_total", label).orElse(BigDecimal.ZERO),
        metrics.sum("joulebook_items_total", label).orElse(BigDecimal.ZERO),
        metrics.sum("joulebook_call_energy_joules_count", label).orElse(BigDecimal.ZERO),
        metrics.sum("joulebook_model_energy_joules_total", label),
        metrics
            .sum("joulebook_model_energy_joules_total", label, "share=base")
            .orElse(BigDecimal.ZERO),
        metrics.sum("joulebook_model_uncertainty_joules_total", label),
        metrics.sum("joulebook_co2e_grams_total", label, "kind=operational"));
  }

  /** Whether energy is known for none of the calls, for some, or for all. */
  boolean isMetered() {
    return joules.isPresent() && meteredCalls.signum() > 0;
  }

  BigDecimal unmeteredCalls() {
    return calls.subtract(meteredCalls);
  }

  Optional<BigDecimal> joulesPerCall() {
    return joules.filter(known -> isMetered()).map(sum -> quotient(sum, meteredCalls));
  }

  /** Not known where some calls are without energy: their items cannot be told from the others'. */
  Optional<BigDecimal> joulesPerItem() {
    boolean all = unmeteredCalls().signum() == 0 && items.signum() > 0;
    return joules.filter(known -> all).map(sum -> quotient(sum, items));
  }

  /** By which part of itself the energy may be off if all its calls are off together; else all. */
  BigDecimal uncertainPart() {
    return joules
        .filter(sum -> sum.signum() > 0)
        .flatMap(sum -> uncertainJoules.map(off -> quotient(off, sum)))
        .orElse(BigDecimal.ONE);
  }

  Optional<BigDecimal> gramsPerCall() {
    return grams.filter(known -> isMetered()).map(sum -> quotient(sum, meteredCalls));
  }

  /** The part of the joules that is base power, 0 to 1. */
  Optional<BigDecimal> baseShare() {
    return joules.filter(sum -> sum.signum() > 0).map(sum -> quotient(baseJoules, sum));
  }

  private static BigDecimal quotient(BigDecimal dividend, BigDecimal divisor) {
    return dividend.divide(divisor, MathContext.DECIMAL64);
  }
}
