package io.joulebook.agent.ledger;

/**
 * The recent past of what was in flight, as running totals on a grid of time: what the sensor is
 * compared with to find its lag.
 *
 * <p>Channels: the time with anything in flight; the call-time of each of the first seven classes,
 * and of all others together; and the square of the calls in flight, since power does not grow in
 * proportion to them.
 */
final class ActivityHistory {
  static final int CHANNELS = 10;
  static final int FIRST_CLASS = 1;
  static final int LAST_CLASS = 8;
  private static final int SQUARE = 9;
  static final long GRID_NANOS = 5_000_000;
  static final int POINTS = 512;

  private final double[][] points = new double[POINTS][CHANNELS];
  private final double[] totals = new double[CHANNELS];
  private final double[] inFlight = new double[CHANNELS];
  private final long origin;
  private long now;
  private long reached;
  private long first;

  ActivityHistory(long start) {
    origin = start;
    now = start;
  }

  void change(int channel, long weight, long callsInFlight) {
    inFlight[channel] = Math.max(0, inFlight[channel] + weight);
    inFlight[0] = callsInFlight > 0 ? 1 : 0;
    inFlight[SQUARE] = (double) callsInFlight * callsInFlight;
  }

  void advanceTo(long time) {
    if (time - now > POINTS * GRID_NANOS) {
      skipTo(time);
    }
    for (long next = at(reached + 1); next <= time; next = at(reached + 1)) {
      add(next);
      reached++;
      System.arraycopy(totals, 0, points[(int) (reached % POINTS)], 0, CHANNELS);
    }
    add(time);
  }

  private void skipTo(long time) {
    add(time);
    reached = (time - origin) / GRID_NANOS;
    first = reached;
    System.arraycopy(totals, 0, points[(int) (reached % POINTS)], 0, CHANNELS);
  }

  private void add(long time) {
    if (time > now) {
      for (int i = 0; i < CHANNELS; i++) {
        totals[i] += inFlight[i] * (time - now);
      }
      now = time;
    }
  }

  private long at(long point) {
    return origin + point * GRID_NANOS;
  }

  /** Whether a time lies on the part of the grid that is kept. */
  boolean holds(long time) {
    long oldest = Math.max(first, reached - POINTS + 1);
    return oldest < reached && time >= at(oldest) && time <= at(reached);
  }

  /** The number of the first point of the grid since nothing was left out. */
  long first() {
    return first;
  }

  /** The number of the last point that is known. */
  long reached() {
    return reached;
  }

  /** The running totals at a point that is kept. */
  double[] totals(long point) {
    return points[(int) (point % POINTS)];
  }

  /** The place of a time on the grid, in points. */
  double place(long time) {
    return (time - origin) / (double) GRID_NANOS;
  }

  /** Whether all up to a time is on the grid. */
  boolean reaches(long time) {
    return time <= at(reached);
  }

  /** Adds the running totals at a time that is held, times a factor, to an array. */
  void addTo(double[] sums, long time, double factor) {
    long point = Math.min((time - origin) / GRID_NANOS, reached - 1);
    double part = (time - at(point)) / (double) GRID_NANOS;
    double[] left = points[(int) (point % POINTS)];
    double[] right = points[(int) ((point + 1) % POINTS)];
    for (int i = 0; i < CHANNELS; i++) {
      sums[i] += factor * (left[i] + part * (right[i] - left[i]));
    }
  }
}
