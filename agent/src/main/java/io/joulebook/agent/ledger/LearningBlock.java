package io.joulebook.agent.ledger;

/**
 * Intervals in a row, taken together to learn from.
 *
 * <p>An edge that is off moves call-time as well as energy from one interval to the next. Such
 * errors in the quantities pull the powers of classes towards each other. Only the outer edges of a
 * block matter, so the worse edges are known, the longer it is: 50 times their uncertainty, 2 s at
 * most.
 */
final class LearningBlock {
  private static final double UNCERTAINTIES = 50;
  private static final double SECONDS_AT_MOST = 2;
  private static final double SHARP = 15;

  /** A call's first and last work on the device lie within so much of its begin and end. */
  private static final double CALL_SECONDS = 2e-4;

  private static final double NANOS_PER_SECOND = 1e9;

  private double seconds;
  private double joules;
  private double firstWatts;
  private double lastWatts;
  private long atStart;
  private long atEnd;
  private int intervals;
  private long changes;
  private boolean goesOn;

  /** Begins where the last one ended. */
  void next() {
    clear();
    goesOn = true;
  }

  /** Begins anew: between the last one and this there is time that is not in either. */
  void clear() {
    seconds = 0;
    joules = 0;
    intervals = 0;
    changes = 0;
    goesOn = false;
  }

  /** Adds an interval. */
  void add(double seconds, double joules, int changes, long atStart, long atEnd) {
    lastWatts = joules / seconds;
    if (intervals == 0) {
      this.atStart = atStart;
      firstWatts = lastWatts;
    }
    this.seconds += seconds;
    intervals++;
    this.changes += changes;
    this.joules += joules;
    this.atEnd = atEnd;
  }

  boolean isLongEnough() {
    double uncertainty = (double) Math.max(atStart, atEnd) / NANOS_PER_SECOND;
    return seconds >= Math.min(SECONDS_AT_MOST, UNCERTAINTIES * uncertainty);
  }

  /** Whether the uncertainty of its edges is small enough to tell small differences of power. */
  boolean hasSharpEdges() {
    return (double) Math.max(atStart, atEnd) / NANOS_PER_SECOND * SHARP < seconds / intervals;
  }

  double seconds() {
    return seconds;
  }

  /** The energy that the powers are to explain, in joules. */
  double joules() {
    return joules;
  }

  /** Base power before anything is known: half of what the device draws, in watts. */
  double baseGuess() {
    return joules / seconds / 2;
  }

  /** What the uncertainty of time makes of its energy. */
  Placement placement() {
    return new Placement(
        goesOn,
        ofEdge(firstWatts, atStart),
        ofEdge(lastWatts, atEnd),
        changes * CALL_SECONDS * CALL_SECONDS);
  }

  // The edge is anywhere within its uncertainty.
  private static double ofEdge(double watts, long nanos) {
    double joules = watts * nanos / NANOS_PER_SECOND;
    return joules * joules / 3;
  }
}
