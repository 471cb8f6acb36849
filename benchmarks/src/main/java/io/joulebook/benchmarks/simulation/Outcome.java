package io.joulebook.benchmarks.simulation;

import io.joulebook.agent.ledger.SettledInterval;
import io.joulebook.agent.ledger.SettledShare;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * How the books of a regime's runs compare with the truth, over all its seeds.
 *
 * @param regime what was run
 * @param coveredByLevel what part of the calls lies within ranges that should hold {@link #LEVELS}
 */
record Outcome(
    Regime regime,
    int calls,
    Spread sum,
    List<Spread> active,
    List<Spread> all,
    Spread median,
    Spread p95,
    double covered,
    double leastCovered,
    List<Double> coveredByLevel,
    double halfWidth,
    double widthToError,
    long residual) {
  private static final double WARM_UP_SECONDS = 10;

  /** Of a normal distribution: so much lies within so many standard deviations. */
  static final List<Double> LEVELS = List.of(0.3829, 0.6827, 0.8664, 0.9545, 0.9876, 0.9973);

  private static final List<Double> DEVIATIONS = List.of(0.5, 1.0, 1.5, 2.0, 2.5, 3.0);

  /** A stated range is two standard deviations to either side. */
  private static final double STATED = 2;

  /** The root mean square and the largest of a number over the seeds, either way. */
  record Spread(double rms, double worst) {
    static Spread of(List<Double> values) {
      double squares = 0;
      double worst = 0;
      for (double value : values) {
        squares += value * value;
        worst = Math.abs(value) > Math.abs(worst) ? value : worst;
      }
      return new Spread(Math.sqrt(squares / values.size()), worst);
    }
  }

  static Outcome of(Regime regime, double seconds, int seeds) {
    Collected all = new Collected();
    for (int seed = 1; seed <= seeds; seed++) {
      all.add(Playback.play(regime, seconds, seed), regime.cold() ? 0 : WARM_UP_SECONDS);
    }
    return all.outcome(regime);
  }

  private static final class Collected {
    final List<Double> sums = new ArrayList<>();
    final List<List<Double>> active = new ArrayList<>();
    final List<List<Double>> all = new ArrayList<>();
    final List<Double> medians = new ArrayList<>();
    final List<Double> p95s = new ArrayList<>();
    final List<Double> covered = new ArrayList<>();
    final List<Double> errors = new ArrayList<>();
    final List<Double> widths = new ArrayList<>();
    int calls;
    long within;
    final long[] withinLevel = new long[LEVELS.size()];
    long residual;

    void add(Playback run, double warmUp) {
      long since = run.loadBegins + Traffic.nanos(warmUp);
      int models = run.calls.stream().mapToInt(call -> call.model).max().orElse(0) + 1;
      double[] given = new double[models];
      double[] truth = new double[models];
      double[] givenAll = new double[models];
      double[] truthAll = new double[models];
      double givenSum = 0;
      double trueSum = 0;
      int inside = 0;
      List<Double> own = new ArrayList<>();
      for (int i = 0; i < run.calls.size(); i++) {
        SimulatedCall call = run.calls.get(i);
        SettledShare share = run.shares[i];
        if (call.begin < since || share == null) {
          continue;
        }
        double said = (share.activeMicros() + share.baseMicros()) / 1e6;
        given[call.model] += share.activeMicros() / 1e6;
        truth[call.model] += call.activeJoules;
        givenAll[call.model] += said;
        truthAll[call.model] += call.joules();
        givenSum += said;
        trueSum += call.joules();
        double off = Math.abs(said - call.joules());
        inside += off * 1e6 - 1 <= share.uncertaintyMicros() ? 1 : 0;
        for (int level = 0; level < withinLevel.length; level++) {
          double range = share.uncertaintyMicros() * DEVIATIONS.get(level) / STATED;
          withinLevel[level] += off * 1e6 - 1 <= range ? 1 : 0;
        }
        own.add(off / call.joules());
        widths.add(share.uncertaintyMicros() / 1e6 / Math.max(1e-9, said));
      }
      sums.add(givenSum / trueSum - 1);
      for (int model = 0; model < models; model++) {
        if (active.size() <= model) {
          active.add(new ArrayList<>());
          all.add(new ArrayList<>());
        }
        active.get(model).add(given[model] / truth[model] - 1);
        all.get(model).add(givenAll[model] / truthAll[model] - 1);
      }
      calls += own.size();
      within += inside;
      covered.add((double) inside / own.size());
      errors.addAll(own);
      medians.add(quantile(own, 0.5));
      p95s.add(quantile(own, 0.95));
      for (SettledInterval interval : run.intervals) {
        residual = Math.max(residual, Math.abs(interval.residual()));
      }
    }

    Outcome outcome(Regime regime) {
      double width = quantile(widths, 0.5);
      return new Outcome(
          regime,
          calls,
          Spread.of(sums),
          active.stream().map(Spread::of).toList(),
          all.stream().map(Spread::of).toList(),
          Spread.of(medians),
          Spread.of(p95s),
          (double) within / calls,
          covered.stream().mapToDouble(x -> x).min().orElse(0),
          Arrays.stream(withinLevel).mapToObj(inside -> (double) inside / calls).toList(),
          width,
          width / quantile(errors, 0.95),
          residual);
    }

    private static double quantile(List<Double> values, double part) {
      double[] sorted = values.stream().mapToDouble(x -> x).sorted().toArray();
      return sorted[(int) Math.min(sorted.length - 1, Math.ceil(part * sorted.length) - 1)];
    }
  }
}
