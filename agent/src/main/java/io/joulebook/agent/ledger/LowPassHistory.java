package io.joulebook.agent.ledger;

import java.util.Arrays;

/**
 * What was in flight, as a sensor sees it through a low pass: of a step, after the time constant,
 * two thirds.
 */
final class LowPassHistory {
  private static final double CELL_SECONDS = ActivityHistory.GRID_NANOS / 1e9;

  private final ActivityHistory history;
  private final double tau;
  private final double kept;
  private final double[][] filtered = new double[ActivityHistory.POINTS][ActivityHistory.CHANNELS];
  private long reached = -1;

  /** For a time constant in seconds. */
  LowPassHistory(ActivityHistory history, double tau) {
    this.history = history;
    this.tau = tau;
    kept = Math.exp(-CELL_SECONDS / tau);
  }

  /** Goes on up to what is known. */
  void advance() {
    long start = Math.max(history.first(), history.reached() - ActivityHistory.POINTS + 1);
    if (reached < start) {
      reached = start;
      Arrays.fill(at(start), 0);
    }
    for (; reached < history.reached(); reached++) {
      double[] before = at(reached);
      double[] after = at(reached + 1);
      double[] from = history.totals(reached);
      double[] to = history.totals(reached + 1);
      for (int i = 0; i < after.length; i++) {
        double mean = (to[i] - from[i]) / ActivityHistory.GRID_NANOS;
        after[i] = mean + (before[i] - mean) * kept;
      }
    }
  }

  private double[] at(long point) {
    return filtered[(int) (point % ActivityHistory.POINTS)];
  }

  /** Adds what the filter shows at a time that is held, times a factor, to an array. */
  void addTo(double[] sums, long time, double factor) {
    double place = history.place(time);
    long point = Math.min((long) place, reached - 1);
    double part = place - point;
    double[] left = at(point);
    double[] right = at(point + 1);
    for (int i = 0; i < sums.length; i++) {
      sums[i] += factor * (left[i] + part * (right[i] - left[i]));
    }
  }

  /** Adds the running totals of what the filter shows, in seconds. */
  void addTotalsTo(double[] sums, long time, double factor) {
    history.addTo(sums, time, factor / 1e9);
    addTo(sums, time, -factor * tau);
  }
}
