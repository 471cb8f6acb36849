package io.joulebook.agent.ledger;

import java.util.Arrays;

/** What the load does over the period of the sensor's ticks, on average over half a minute. */
final class TickProfile {
  private static final int PARTS = 8;
  private static final int QUARTER = PARTS / 4;
  private static final double MEMORY_SECONDS = 30;

  /** Random loads differ by so much between windows. */
  private static final double IN_STEP = 0.1;

  private static final double CLEARLY_IN_STEP = 0.4;
  private static final double BEYOND_REPAIR = 4;

  /** How many standard deviations of its own a difference must have. */
  private static final double SIGNIFICANT = 5;

  private final double[] activity = new double[PARTS];
  private final double[] sums = new double[ActivityHistory.CHANNELS];
  private final double[] differences = new double[PARTS];
  private final double[] squares = new double[PARTS];
  private double whole;

  /** Adds what was in flight between two ticks, in device time. */
  void add(ActivityHistory history, long from, long to, double[] channelWatts) {
    if (!history.holds(from) || !history.holds(to)) {
      return;
    }
    double all = 0;
    for (int part = 0; part < PARTS; part++) {
      long begin = from + (to - from) * part / PARTS;
      long end = from + (to - from) * (part + 1) / PARTS;
      activity[part] = joules(history, begin, end, channelWatts);
      all += activity[part];
    }
    double decay = Math.exp(-(to - from) / 1e9 / MEMORY_SECONDS);
    whole = whole * decay + all;
    for (int first = 0; first < PARTS; first++) {
      double difference = seen(first) - all;
      differences[first] = differences[first] * decay + difference;
      squares[first] = squares[first] * decay + difference * difference;
    }
  }

  // What a sensor takes the interval for that sees the quarter from that part on.
  private double seen(int first) {
    double seen = 0;
    for (int part = first; part < first + QUARTER; part++) {
      seen += activity[part % PARTS];
    }
    return seen * PARTS / QUARTER;
  }

  private double joules(ActivityHistory history, long from, long to, double[] channelWatts) {
    Arrays.fill(sums, 0);
    history.addTo(sums, to, 1);
    history.addTo(sums, from, -1);
    double joules = 0;
    for (int i = ActivityHistory.FIRST_CLASS; i <= ActivityHistory.LAST_CLASS; i++) {
      joules += channelWatts[i] * sums[i] / 1e9;
    }
    return joules;
  }

  /**
   * The relative error if only the last quarter before a tick is seen; 0 while in no step, infinite
   * if next to nothing is seen.
   */
  double errorOfLastQuarter() {
    double error = error(PARTS - QUARTER);
    return error < IN_STEP ? 0 : error < BEYOND_REPAIR ? error : Double.POSITIVE_INFINITY;
  }

  /** Infinite if some quarter would be far off, whichever it is; else 0. */
  double errorOfWorstQuarter() {
    double worst = 0;
    for (int first = 0; first < PARTS; first++) {
      worst = Math.max(worst, error(first));
    }
    return worst < CLEARLY_IN_STEP ? 0 : Double.POSITIVE_INFINITY;
  }

  // Of random loads the differences cancel; of one in step they add up.
  private double error(int first) {
    double noise = Math.sqrt(squares[first]);
    if (whole <= 0 || Math.abs(differences[first]) < SIGNIFICANT * noise) {
      return 0;
    }
    double ratio = 1 + differences[first] / whole;
    return Math.abs(1 / Math.max(ratio, 1e-2) - 1);
  }
}
