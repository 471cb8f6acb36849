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
  private double baseJoules;
  private long atStart;
  private long atEnd;
  private boolean fit;
  private int intervals;
  private long changes;

  void clear() {
    seconds = 0;
    joules = 0;
    baseJoules = 0;
    intervals = 0;
    changes = 0;
  }

  /**
   * Adds an interval; {@code fit} tells whether base power is to be learned along with the rest.
   */
  void add(
      double seconds,
      double joules,
      double baseJoules,
      boolean fit,
      int changes,
      long atStart,
      long atEnd) {
    if (this.seconds == 0) {
      this.atStart = atStart;
      this.fit = fit;
    }
    this.seconds += seconds;
    intervals++;
    this.changes += changes;
    this.joules += joules;
    this.baseJoules += baseJoules;
    this.atEnd = atEnd;
  }

  boolean isLongEnough() {
    double uncertainty = (double) Math.max(atStart, atEnd) / NANOS_PER_SECOND;
    return seconds >= Math.min(SECONDS_AT_MOST, UNCERTAINTIES * uncertainty);
  }

  /** Whether it has begun, and this would be learned otherwise than what it has. */
  boolean differs(boolean otherFit) {
    return seconds > 0 && fit != otherFit;
  }

  /** Whether the uncertainty of its edges is small enough to tell small differences of power. */
  boolean hasSharpEdges() {
    return (double) Math.max(atStart, atEnd) / NANOS_PER_SECOND * SHARP < seconds / intervals;
  }

  double seconds() {
    return seconds;
  }

  boolean isFit() {
    return fit;
  }

  /** The energy that the powers are to explain, in joules. */
  double toExplain() {
    return fit ? joules : joules - baseJoules;
  }

  /** Base power before anything is known: half of what the device draws, in watts. */
  double baseGuess() {
    return joules / seconds / 2;
  }

  /**
   * The variance that the uncertainty of time makes, in joules squared: of the outer edges, and of
   * what lies between a call's begin or end and the device's.
   *
   * @param typicalWatts what a typical call draws
   */
  double placement(double typicalWatts) {
    double calls = changes * Math.pow(typicalWatts * CALL_SECONDS, 2);
    return calls + placementOfEdges();
  }

  private double placementOfEdges() {
    double watts = (joules - baseJoules) / seconds;
    double nanos = Math.hypot((double) atStart, (double) atEnd);
    return watts * watts * nanos * nanos / NANOS_PER_SECOND / NANOS_PER_SECOND / 3;
  }
}
