package io.joulebook.agent.ledger;

/** A stretch in which a share was in flight with a constant weight. */
final class Segment {
  final DeviceShare share;
  final ClassAccount calls;

  /** The weight that was told, and that in units of the class, by the call's size too. */
  final long told;

  final long weight;

  /** How many calls it stands for. */
  final long count;

  /** The marks of its ends in the interval in which they lie: see {@link IntervalActivity}. */
  final IntervalActivity.Mark begin;

  IntervalActivity.Mark end = IntervalActivity.Mark.NONE;

  /** The number of the interval in which it began, and in which it ended. */
  final long begunIn;

  long endedIn = -1;

  /** Whether it ended before its call's answer had its first piece. */
  boolean beforeFirstPiece;

  /** The running totals at its begin, known once the interval of the begin is closed. */
  FixedPoint activeAtBegin = FixedPoint.ZERO;

  FixedPoint baseAtBegin = FixedPoint.ZERO;
  long occupiedAtBegin;
  double uncertaintyAtBegin;
  double varianceAtBegin;

  Segment(
      DeviceShare share,
      ClassAccount calls,
      long told,
      long interval,
      IntervalActivity.Mark begin) {
    this.share = share;
    this.calls = calls;
    this.told = told;
    weight = told * calls.weightOf(share.size);
    count = share.callsOf(told);
    this.begin = begin;
    begunIn = interval;
  }

  void end(long interval, IntervalActivity.Mark mark) {
    end = mark;
    endedIn = interval;
  }

  /** Whether it ended in the interval in which it began. */
  boolean within() {
    return endedIn == begunIn;
  }
}
