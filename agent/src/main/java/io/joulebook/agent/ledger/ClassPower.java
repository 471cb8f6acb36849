package io.joulebook.agent.ledger;

import java.util.Arrays;

/**
 * Learns base power and the active power of each class of calls, online, from the energy of
 * intervals.
 */
/*
 * The idea. Over an interval each class has so many call-seconds, and all classes together, with
 * base power, so much energy: energy = base x time + sum of power x call-seconds + noise. Intervals
 * differ in their mix, so the powers can be told apart. A Kalman filter keeps an estimate of each
 * power and the covariance of their errors, which is recursive least squares with four things made
 * explicit:
 *
 *  - A class begins with the power of a typical call and an error as large as that. So sharing is
 *    equal until the data support more; and classes that always run together, whose powers no data
 *    tell apart, keep the proportion in which they began, with the uncertainty of it in the covariance.
 *  - A power is a random walk, but only while its class runs: a model that rests is not forgotten.
 *    Base power walks too: it changes with temperature. Idle time is a measurement of it.
 *  - Where the energies surprise by more than the covariance allows, several times in a row, a model
 *    has changed: the errors of the classes that run are set up, and they are learned anew.
 *  - An edge that is off moves energy from one interval to the next. What is known of the error of an
 *    interval's last edge is carried to the next as a state of its own.
 *
 * Non-negative: an estimate below a floor is put there. The noise is estimated from the surprises.
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
  private static final double BASE_CONTRADICTED = 3;
  private static final double SURPRISE_MEMORY = 0.125;
  private static final double TOO_SURPRISING = 4;
  private static final double RELEARN_ERROR = 0.5;
  static final double FLOOR = 1e-3;
  private static final double ALL_CHANCE = 0.999;
  private static final double LEAST_MEMORY_SECONDS = 100;

  private final double baseWalk;
  private final double[] watts = new double[SLOTS];
  private final double[][] error = new double[SLOTS][SLOTS];
  private final double[] gain = new double[SLOTS];
  private final double[] errorTimesQuantity = new double[SLOTS];
  private int slots = 1;
  private final UnexplainedEnergy unexplained = new UnexplainedEnergy();
  private double surprise = 1;
  private double scale;

  private boolean baseMeasured;

  /** The least that the device drew lately: unless it was measured, base power is not above it. */
  private double leastWatts = Double.POSITIVE_INFINITY;

  /** The energy that the error of the last edge is thought to have moved, and how well known. */
  private double edge;

  private double edgeVariance;
  private final double[] edgeCovariance = new double[SLOTS];

  /**
   * Knows nothing yet.
   *
   * @param baseWalk the relative variance that base power takes on in a second
   */
  ClassPower(double baseWalk) {
    this.baseWalk = baseWalk;
  }

  /** Begins a slot anew, or opens it, at that power, with an error of that scale. */
  void begin(int slot, double guess, double scale) {
    slots = Math.max(slots, slot + 1);
    watts[slot] = guess;
    for (double[] row : error) {
      row[slot] = 0;
    }
    Arrays.fill(error[slot], 0);
    error[slot][slot] = scale * scale;
    edgeCovariance[slot] = 0;
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

  /** What intervals have beyond what the powers explain. */
  UnexplainedEnergy unexplained() {
    return unexplained;
  }

  /**
   * Base power was measured by itself, with an error of that variance. A measurement that
   * contradicts what was thought stands by itself.
   */
  void measureBase(double measured, double variance) {
    baseMeasured = true;
    double off = measured - watts[BASE];
    double sum = error[BASE][BASE] + variance;
    if (watts[BASE] == 0 || off * off > square(BASE_CONTRADICTED) * sum) {
      begin(BASE, measured, Math.sqrt(variance));
      return;
    }
    for (int i = 0; i < slots; i++) {
      errorTimesQuantity[i] = error[i][BASE];
    }
    double ofEdge = edgeCovariance[BASE];
    correct(off, sum);
    edge += ofEdge / sum * off;
    edgeVariance -= ofEdge * ofEdge / sum;
    for (int i = 0; i < slots; i++) {
      edgeCovariance[i] -= gain[i] * ofEdge;
    }
    keepAboveFloor();
  }

  /** Base power is another from now on: that of another performance state. */
  void takeBase(double watts, double variance) {
    begin(BASE, watts, Math.sqrt(variance));
  }

  /** So much time has passed, in which base power may have changed. */
  void walkBase(double seconds) {
    error[BASE][BASE] += baseWalk * seconds * square(watts[BASE]);
  }

  /**
   * Learns from an interval.
   *
   * @param quantities call-seconds of each slot; 0 for those that were not there
   * @param joules the energy to be explained
   * @param seconds the interval's length
   * @param placement what the uncertainty of time makes of the energy
   * @param typicalWatts the scale of errors: what a typical call draws
   */
  void learn(
      double[] quantities,
      double joules,
      double seconds,
      Placement placement,
      double typicalWatts) {
    scale = typicalWatts;
    unexplained.begin(joules);
    if (!placement.goesOn()) {
      edge = 0;
      edgeVariance = placement.ofStart();
      Arrays.fill(edgeCovariance, 0);
    }
    walk(quantities, seconds);
    leastWatts = Math.min(leastWatts * (1 + seconds / LEAST_MEMORY_SECONDS), joules / seconds);
    double ofCalls = placement.squareSeconds() * square(scale);
    double variance = unexplained.variance() + placement.ofEnd() + ofCalls;
    double residual = joules - explained(quantities) + edge;
    unexplained.residual(residual, seconds);
    notice(quantities, square(residual) / (explainedVariance(quantities) + variance));
    double explained = explainedVariance(quantities);
    double whole = explained + variance;
    double ofPowers = Math.max(0, explained - edgeVariance);
    correct(residual, whole / (1 - partOfChance(quantities, placement)));
    carryEdge(placement.ofEnd(), whole, residual);
    unexplained.learn(whole, 1 - ofPowers / whole, seconds);
    keepAboveFloor();
  }

  private void walk(double[] quantities, double seconds) {
    for (int i = 1; i < slots; i++) {
      if (quantities[i] > 0) {
        error[i][i] += WALK_PER_SECOND * seconds * square(Math.max(watts[i], FLOOR * scale));
      }
    }
    walkBase(seconds);
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

  // Of what the powers explain and the first edge moves. Leaves the covariance with each power
  // behind, which the gain needs.
  private double explainedVariance(double[] quantities) {
    double variance = edgeVariance;
    for (int i = 0; i < slots; i++) {
      double sum = -edgeCovariance[i];
      for (int j = 0; j < slots; j++) {
        sum += error[i][j] * quantities[j];
      }
      errorTimesQuantity[i] = sum;
      variance += quantities[i] * (sum - edgeCovariance[i]);
    }
    return Math.max(0, variance);
  }

  private void notice(double[] quantities, double squaredSurprise) {
    surprise += SURPRISE_MEMORY * (Math.min(squaredSurprise, 100) - surprise);
    if (surprise > TOO_SURPRISING) {
      surprise = 1;
      for (int i = 1; i < slots; i++) {
        error[i][i] += quantities[i] > 0 ? square(RELEARN_ERROR * size(i)) : 0;
      }
    }
  }

  private void correct(double off, double variance) {
    for (int i = 0; i < slots; i++) {
      gain[i] = errorTimesQuantity[i] / variance;
    }
    for (int i = 0; i < slots; i++) {
      watts[i] += gain[i] * off;
      for (int j = 0; j < slots; j++) {
        error[i][j] -= gain[i] * errorTimesQuantity[j];
      }
    }
  }

  // Models that always run together differ by the chance of when their calls are seen to begin,
  // which
  // tells nothing of their powers: the part of what the powers explain that may be such chance.
  private double partOfChance(double[] quantities, Placement placement) {
    double seconds = 0;
    double chance = 0;
    double vague = 0;
    for (int i = 1; i < slots; i++) {
      seconds += quantities[i];
      chance += quantities[i] * error[i][i];
      vague += quantities[i] * (errorTimesQuantity[i] + edgeCovariance[i]);
    }
    double part = seconds <= 0 ? 0 : placement.squareSeconds() * chance / seconds / vague;
    return vague > 0 ? Math.min(ALL_CHANCE, part) : 0;
  }

  // The last edge moves energy into this interval and out of the next.
  private void carryEdge(double ofEnd, double variance, double residual) {
    edge = ofEnd / variance * residual;
    edgeVariance = ofEnd - ofEnd * ofEnd / variance;
    for (int i = 0; i < slots; i++) {
      edgeCovariance[i] = -gain[i] * ofEnd;
    }
  }

  // A power below its floor is put there, and what goes with it follows: where only a sum is known,
  // the others get less.
  private void keepAboveFloor() {
    double floor = Math.max(1e-6, FLOOR * Arrays.stream(watts, 1, slots).max().orElse(0));
    for (int i = 0; i < slots; i++) {
      if (watts[i] != 0 && watts[i] < floor) {
        put(i, floor, floor);
      }
    }
    if (!baseMeasured && watts[BASE] > leastWatts) {
      put(BASE, leastWatts, floor);
    }
  }

  private void put(int slot, double value, double floor) {
    double off = value - watts[slot];
    double known = error[slot][slot];
    for (int i = 0; i < slots && known > 0; i++) {
      if (i != slot && watts[i] != 0 && !(i == BASE && baseMeasured)) {
        watts[i] = Math.max(floor, watts[i] + error[i][slot] / known * off);
      }
    }
    watts[slot] = value;
  }

  /** What was learned of classes is no more than a guess to begin anew with. */
  void restart() {
    unexplained.restart();
    surprise = 1;
    edge = 0;
    edgeVariance = 0;
    Arrays.fill(edgeCovariance, 0);
    double ofBase = error[BASE][BASE];
    for (int i = 0; i < slots; i++) {
      Arrays.fill(error[i], 0);
      error[i][i] = square(size(i));
    }
    error[BASE][BASE] = ofBase;
  }

  /** The covariance of the errors of two slots. */
  double covariance(int i, int j) {
    return error[i][j];
  }

  /** One more than the last slot that was ever used. */
  int slots() {
    return slots;
  }

  private static double square(double value) {
    return value * value;
  }
}
