package io.joulebook.agent.ledger;

import java.util.Arrays;

/** Learns the active power of each class of calls, online, from the energy of intervals. */
/*
 * The idea. Over an interval each class has so many call-seconds, and all classes together so much
 * active energy: energy = sum of power x call-seconds + noise. Intervals differ in their mix, so the
 * powers can be told apart. A Kalman filter keeps an estimate of each power and the covariance of
 * their errors, which is recursive least squares with three things made explicit:
 *
 *  - A class begins with the power of a typical call and an error as large as that. So sharing is
 *    equal until the data support more; and classes that always run together, whose powers no data
 *    tell apart, keep the proportion in which they began, with the uncertainty of it in the covariance.
 *  - A power is a random walk, but only while its class runs: a model that rests is not forgotten.
 *  - Where the energies surprise by more than the covariance allows, several times in a row, a model
 *    has changed: the errors of the classes that run are set up, and they are learned anew.
 *
 * Non-negative: an estimate below a floor is put there. The noise is estimated from what the filter
 * leaves over. The first slot is base power, for servers that are never idle: its quantity is time
 * itself. It is used while no idle interval has told base power, and has none of its own otherwise.
 *
 * Cost: O(n^2) an interval for n slots, none per call. The error of a power is in the covariance and
 * goes into the uncertainty of each receipt.
 *
 * 1. R. E. Kalman, A new approach to linear filtering and prediction problems, 1960.
 * 2. R. K. Mehra, Approaches to adaptive filtering, 1972: the noise from the residuals.
 */
final class ClassPower {
  static final int SLOTS = 33;

  /** Slot 0. */
  static final int BASE = 0;

  private static final double WALK_PER_SECOND = 1e-5;
  private static final double NOISE_MEMORY_SECONDS = 5;
  private static final double PERSISTENCE_MEMORY_SECONDS = 20;
  private static final double SURPRISE_MEMORY = 0.125;
  private static final double TOO_SURPRISING = 4;
  private static final double RELEARN_ERROR = 0.5;
  private static final double FLOOR = 1e-3;

  /** Noise before any is known: part of the first interval's energy. */
  private static final double FIRST_NOISE = 0.01;

  /** The counter's quantum, and what a driver may round to. */
  private static final double LEAST_NOISE_JOULES = 1e-3;

  private final double[] watts = new double[SLOTS];
  private final double[][] error = new double[SLOTS][SLOTS];
  private final double[] gain = new double[SLOTS];
  private final double[] errorTimesQuantity = new double[SLOTS];
  private int slots = 1;
  private double noise;
  private double surprise = 1;
  private double residual;
  private double scale;
  private double residualSquares;
  private double residualProducts;

  /** Begins a slot anew, or opens it, at that power, with an error of that scale. */
  void begin(int slot, double guess, double scale) {
    slots = Math.max(slots, slot + 1);
    watts[slot] = guess;
    for (double[] row : error) {
      row[slot] = 0;
    }
    Arrays.fill(error[slot], 0);
    error[slot][slot] = scale * scale;
  }

  /** A slot is without a power until it begins anew. */
  void forget(int slot) {
    begin(slot, 0, 0);
  }

  double watts(int slot) {
    return watts[slot];
  }

  /** The standard deviation of a slot's error. */
  double deviation(int slot) {
    return Math.sqrt(Math.max(0, error[slot][slot]));
  }

  /** The variance of what intervals have beyond what the powers explain, in joules squared. */
  double noise() {
    return noise;
  }

  /**
   * How far what is not explained lasts from one interval to the next, from 0 to 1: calls that
   * differ from the rest of their class do so for as long as they run.
   */
  double persistence() {
    return residualSquares <= 0 ? 0 : Math.max(0, Math.min(1, residualProducts / residualSquares));
  }

  /** What the last interval had beyond what the powers explained before it, in joules. */
  double residual() {
    return residual;
  }

  /**
   * Learns from an interval.
   *
   * @param quantities call-seconds of each slot; 0 for those that were not there
   * @param joules the energy to be explained
   * @param seconds the interval's length
   * @param placement variance of the energy that the uncertainty of the edges makes, in joules
   *     squared
   * @param typicalWatts the scale of errors: what a typical call draws
   */
  void learn(
      double[] quantities, double joules, double seconds, double placement, double typicalWatts) {
    scale = typicalWatts;
    if (noise == 0) {
      noise = square(FIRST_NOISE * joules);
    }
    walk(quantities, seconds);
    double explained = explainedVariance(quantities);
    double variance = Math.max(noise, square(LEAST_NOISE_JOULES)) + placement;
    double before = residual;
    residual = joules - explained(quantities);
    double keep = Math.exp(-seconds / PERSISTENCE_MEMORY_SECONDS);
    residualSquares = keep * residualSquares + square(residual);
    residualProducts = keep * residualProducts + residual * before;
    notice(quantities, square(residual) / (explained + variance));
    correct(quantities, explainedVariance(quantities) + variance);
    double left = joules - explained(quantities);
    double estimate = square(left) + explainedVariance(quantities) - placement;
    double part = 1 - Math.exp(-seconds / NOISE_MEMORY_SECONDS);
    noise += part * (Math.max(0, estimate) - noise);
  }

  private void walk(double[] quantities, double seconds) {
    for (int i = 0; i < slots; i++) {
      if (quantities[i] > 0) {
        error[i][i] += WALK_PER_SECOND * seconds * square(size(i));
      }
    }
  }

  // A power that has been put at the floor must be able to leave it.
  private double size(int slot) {
    return Math.max(watts[slot], scale);
  }

  private double explained(double[] quantities) {
    double sum = 0;
    for (int i = 0; i < slots; i++) {
      sum += watts[i] * quantities[i];
    }
    return sum;
  }

  // Leaves error x quantities behind, which the gain needs.
  private double explainedVariance(double[] quantities) {
    double variance = 0;
    for (int i = 0; i < slots; i++) {
      double sum = 0;
      for (int j = 0; j < slots; j++) {
        sum += error[i][j] * quantities[j];
      }
      errorTimesQuantity[i] = sum;
      variance += quantities[i] * sum;
    }
    return Math.max(0, variance);
  }

  private void notice(double[] quantities, double squaredSurprise) {
    surprise += SURPRISE_MEMORY * (Math.min(squaredSurprise, 100) - surprise);
    if (surprise > TOO_SURPRISING) {
      surprise = 1;
      for (int i = 0; i < slots; i++) {
        error[i][i] += quantities[i] > 0 ? square(RELEARN_ERROR * size(i)) : 0;
      }
    }
  }

  private void correct(double[] quantities, double variance) {
    for (int i = 0; i < slots; i++) {
      gain[i] = errorTimesQuantity[i] / variance;
    }
    for (int i = 0; i < slots; i++) {
      watts[i] += gain[i] * residual;
      for (int j = 0; j < slots; j++) {
        error[i][j] -= gain[i] * errorTimesQuantity[j];
      }
    }
    double floor = FLOOR * Arrays.stream(watts, 1, slots).max().orElse(0);
    for (int i = 0; i < slots; i++) {
      watts[i] = Math.max(watts[i], quantities[i] > 0 ? Math.max(floor, 1e-6) : 0);
    }
  }

  /** What was learned is no more than a guess to begin anew with. */
  void restart() {
    noise = 0;
    surprise = 1;
    for (int i = 0; i < slots; i++) {
      Arrays.fill(error[i], 0);
      error[i][i] = square(size(i));
    }
  }

  /**
   * The relative standard deviation of a slot's part of the explained energy: what an error of the
   * powers moves between the classes of an interval. Zero if it has the interval to itself.
   */
  double deviationOfPart(int slot, double[] quantities) {
    double whole = 0;
    for (int i = 1; i < slots; i++) {
      whole += watts[i] * quantities[i];
    }
    if (whole <= 0 || watts[slot] <= 0) {
      return 0;
    }
    double variance = 0;
    for (int i = 1; i < slots; i++) {
      double left = gradient(i, slot, quantities, whole);
      for (int j = 1; j < slots && left != 0; j++) {
        variance += left * error[i][j] * gradient(j, slot, quantities, whole);
      }
    }
    return Math.sqrt(Math.max(0, variance));
  }

  private double gradient(int i, int slot, double[] quantities, double whole) {
    return (i == slot ? 1 / watts[slot] : 0) - quantities[i] / whole;
  }

  private static double square(double value) {
    return value * value;
  }
}
