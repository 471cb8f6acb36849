package io.joulebook.agent.ledger;

import java.util.Arrays;

/**
 * Fits the energies between a sensor's ticks by what ran, as it looks through low passes of some
 * time constants, at some lags; and tells which of them fits best.
 */
final class LowPassGrid {
  private static final int QUANTITIES = ActivityHistory.CHANNELS + 1;

  private final double[] taus;
  private final long[] lags;
  private final LowPassHistory[] filters;
  private final NormalEquations[][] fits;
  private final double[] quantities = new double[QUANTITIES];
  private final double[] sums = new double[ActivityHistory.CHANNELS];
  private final double[][] coefficients;
  private final double[] least;
  private final double[] places;
  private double weight;
  private int ticks;
  private double seconds;
  private int best;
  private int lower;
  private double upperPart;

  /**
   * A grid.
   *
   * @param taus time constants in seconds, rising
   * @param lags in nanoseconds, evenly spaced
   */
  LowPassGrid(ActivityHistory history, double[] taus, long[] lags) {
    this.taus = taus;
    this.lags = lags;
    filters = new LowPassHistory[taus.length];
    fits = new NormalEquations[taus.length][lags.length];
    coefficients = new double[taus.length][QUANTITIES];
    least = new double[taus.length];
    places = new double[taus.length];
    for (int i = 0; i < taus.length; i++) {
      filters[i] = new LowPassHistory(history, taus[i]);
      Arrays.setAll(fits[i], lag -> new NormalEquations(QUANTITIES));
    }
  }

  /** Learns from the energy between two ticks; all that ran up to the last is known. */
  void learn(long from, long to, double joules, double ofTick) {
    weight += ofTick;
    ticks++;
    seconds += (to - from) / 1e9;
    for (int tau = 0; tau < taus.length; tau++) {
      filters[tau].advance();
      for (int lag = 0; lag < lags.length; lag++) {
        Arrays.fill(sums, 0);
        filters[tau].addTotalsTo(sums, to - lags[lag], 1);
        filters[tau].addTotalsTo(sums, from - lags[lag], -1);
        quantities[0] = (to - from) / 1e9;
        System.arraycopy(sums, 0, quantities, 1, sums.length);
        fits[tau][lag].add(quantities, joules, ofTick);
      }
    }
  }

  /** Weighs all that was learned by a factor. */
  void decay(double factor) {
    weight *= factor;
    for (NormalEquations[] ofTau : fits) {
      for (NormalEquations fit : ofTau) {
        fit.decay(factor);
      }
    }
  }

  int ticks() {
    return ticks;
  }

  /** The length of all that it has learned from. */
  double seconds() {
    return seconds;
  }

  /** Finds the best of the grid, and returns the mean square that it leaves. */
  double judge() {
    for (int tau = 0; tau < taus.length; tau++) {
      double[] squares = new double[lags.length];
      for (int lag = 0; lag < lags.length; lag++) {
        squares[lag] = fits[tau][lag].residualSquares();
      }
      GridMinimum of = GridMinimum.of(squares);
      int at = of.index();
      places[tau] = of.place();
      least[tau] = squares[at];
      coefficients[tau] = fits[tau][at].coefficients();
    }
    GridMinimum ofTaus = GridMinimum.of(least);
    best = ofTaus.index();
    lower = ofTaus.offset() < 0 ? best - 1 : Math.min(best, taus.length - 2);
    upperPart = ofTaus.place() - lower;
    return least[best] / weight;
  }

  /** Whether the best lies within the grid, and not at its edge. */
  boolean isInside() {
    return best > 0
        && best < taus.length - 1
        && places[best] < lags.length - 1
        && (places[best] > 0 || lags[0] <= 0);
  }

  /** The best lag, in nanoseconds. */
  long lag() {
    double place = places[lower] + upperPart * (places[lower + 1] - places[lower]);
    return Math.round(lags[0] + place * (lags[1] - lags[0]));
  }

  /** The best time constant, in seconds. */
  double tau() {
    return taus[lower] * Math.pow(taus[lower + 1] / taus[lower], upperPart);
  }

  /** See {@link LowPassEstimator#trailing}. */
  double trailing(long time) {
    return (1 - upperPart) * trailing(lower, time) + upperPart * trailing(lower + 1, time);
  }

  private double trailing(int tau, long time) {
    filters[tau].advance();
    Arrays.fill(sums, 0);
    filters[tau].addTo(sums, time, 1);
    double watts = 0; // above what the device draws without calls
    for (int i = 0; i < sums.length; i++) {
      watts += coefficients[tau][i + 1] * sums[i];
    }
    return taus[tau] * watts;
  }
}
