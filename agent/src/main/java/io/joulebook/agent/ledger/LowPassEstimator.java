package io.joulebook.agent.ledger;

import java.util.Arrays;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Finds out whether a sensor sees power through a low pass, and undoes that.
 *
 * <p>For each time constant and lag of a coarse grid the energies of the intervals between ticks
 * are fitted by what ran, as it looks through that filter; if one of them leaves clearly smaller
 * squares than any lag without a filter, the sensor has it, and a fine grid around it says more
 * exactly which. Then its counter trails the device's energy by the time constant times the power
 * that the filter shows at the moment of the tick; and that power follows from the fit, since the
 * agent knows when calls ran.
 *
 * <p>Cost: 366 fits of ten quantities for each of the first 600 ticks with calls, some 50
 * microseconds; if there is a filter, 65 from then on. 600 kB.
 */
/*
 * P is power, F what the filter shows of it: tau F' = P - F. So the energy that was used, the integral
 * of P, is that of F, which the counter shows, and tau F.
 */
final class LowPassEstimator {
  private static final double[] TAUS = {0.025, 0.045, 0.08, 0.14, 0.25, 0.45};
  private static final double[] FINE = {0.8, 0.9, 1, 1.11, 1.25};
  private static final long GRID = ActivityHistory.GRID_NANOS;
  private static final int COARSE_LAGS = 61;
  private static final int FINE_LAGS = 13;
  private static final int TICKS_AT_LEAST = 25;

  /** If none was found by then there is none: it is a property of the card. */
  private static final int TICKS_AT_MOST = 600;

  private static final double SECONDS_AT_LEAST = 3;
  private static final double LIKELY = 0.5;
  private static final double CLEARLY = 0.2;
  private static final double UNCERTAIN_PART = 0.03;

  private final ActivityHistory history;
  private final LowPassGrid coarse;
  private @Nullable LowPassGrid fine;
  private @Nullable LowPassGrid used;

  LowPassEstimator(ActivityHistory history) {
    this.history = history;
    coarse = new LowPassGrid(history, TAUS, lags(0, 4 * GRID, COARSE_LAGS));
  }

  private static long[] lags(long first, long step, int count) {
    long[] lags = new long[count];
    Arrays.setAll(lags, i -> first + i * step);
    return lags;
  }

  /** Learns from the energy between two ticks; all that ran up to the last is known. */
  void learn(long from, long to, double joules, double weight) {
    if (fine != null) {
      fine.learn(from, to, joules, weight);
    } else if (coarse.ticks() < TICKS_AT_MOST) {
      coarse.learn(from, to, joules, weight);
    }
  }

  /** Weighs all that was learned by a factor. */
  void decay(double factor) {
    coarse.decay(factor);
    if (fine != null) {
      fine.decay(factor);
    }
  }

  /**
   * Whether there is a filter.
   *
   * @param squareWithout the mean square that the best lag without one leaves
   * @param squareOfEdges the mean square that edges leave which are off
   */
  boolean judge(double squareWithout, double squareOfEdges) {
    LowPassGrid grid = fine == null ? coarse : fine;
    if (grid == coarse && coarse.ticks() >= TICKS_AT_MOST) {
      return false;
    }
    if (grid != coarse && grid.ticks() < TICKS_AT_LEAST) {
      return used != null;
    }
    if (grid == coarse && (coarse.seconds() < SECONDS_AT_LEAST || squareWithout < squareOfEdges)) {
      return false; // one of so many fits explains by chance what edges leave
    }
    double square = grid.judge();
    if (grid == coarse) {
      fine = square < LIKELY * squareWithout ? around(grid) : null;
    } else if (square < CLEARLY * squareWithout) {
      used = grid;
      fine = grid.isInside() ? grid : around(grid);
    } else {
      used = null;
      fine = null;
    }
    return used != null;
  }

  private LowPassGrid around(LowPassGrid grid) {
    double[] taus = new double[FINE.length];
    Arrays.setAll(taus, i -> FINE[i] * grid.tau());
    long first = (grid.lag() / GRID - FINE_LAGS / 2) * GRID;
    return new LowPassGrid(history, taus, lags(Math.max(0, first), GRID, FINE_LAGS));
  }

  /** The filter's lag beside it, in nanoseconds; empty if there is no filter. */
  OptionalLong lag() {
    return used == null ? OptionalLong.empty() : OptionalLong.of(used.lag());
  }

  /** The filter's time constant in nanoseconds; empty if there is no filter. */
  OptionalLong timeConstant() {
    return used == null ? OptionalLong.empty() : OptionalLong.of(Math.round(used.tau() * 1e9));
  }

  /**
   * How far work may seem to be moved because the filter is not known exactly, in nanoseconds; 0 if
   * there is none.
   */
  double uncertainty() {
    return used == null ? 0 : used.tau() * 1e9 * UNCERTAIN_PART;
  }

  /**
   * By how much the counter trails what calls used up to a time that is held, in joules; not a
   * number if there is no filter.
   */
  double trailing(long time) {
    return used == null ? Double.NaN : used.trailing(time);
  }
}
