package io.joulebook.benchmarks.accuracy;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * How one method does on the calls of a run, base power included.
 *
 * @param median of each call's error relative to its truth, either way
 * @param sum of all calls, relative to their truth
 * @param worst the model whose sum is farthest off
 */
record Rival(double median, double sum, Worst worst) {
  static Rival of(List<TrueCall> calls, double[] said) {
    double[] errors = new double[said.length];
    double sum = 0;
    Map<Model, Double> byModel = new EnumMap<>(Model.class);
    for (int i = 0; i < said.length; i++) {
      errors[i] = Math.abs(said[i] / calls.get(i).total() - 1);
      sum += said[i];
      byModel.merge(calls.get(i).model(), said[i], Double::sum);
    }
    Map<Model, Double> truth = Figures.sums(calls, TrueCall::total);
    double trueSum = truth.values().stream().mapToDouble(x -> x).sum();
    return new Rival(Shares.of(errors).median(), sum / trueSum - 1, Worst.of(truth, byModel));
  }
}
