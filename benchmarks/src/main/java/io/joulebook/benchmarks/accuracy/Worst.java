package io.joulebook.benchmarks.accuracy;

import java.util.Locale;
import java.util.Map;

/**
 * The model whose sum is farthest off.
 *
 * @param model its name; empty if there is none
 * @param error relative to the truth
 */
record Worst(String model, double error) {
  static Worst of(Map<Model, Double> truth, Map<Model, Double> said) {
    Worst worst = new Worst("", Double.NaN);
    for (Map.Entry<Model, Double> one : truth.entrySet()) {
      double error = said.getOrDefault(one.getKey(), 0.0) / one.getValue() - 1;
      if (!(Math.abs(error) <= Math.abs(worst.error))) {
        worst = new Worst(one.getKey().name().toLowerCase(Locale.ROOT), error);
      }
    }
    return worst;
  }
}
