package io.joulebook.agent.ledger;

/** What the shares of one interval may be off by. */
/*
 * Four things, each with a factor of about two standard deviations:
 *
 *  - Powers: an error of the learned powers moves energy between the classes of an interval, and one of
 *    base power between what is shared equally and what is not, in the same direction from interval to
 *    interval (PowerShares). Its size comes from the covariance of them all, so that what is known of
 *    their sum counts; it grows linearly over a call. What a drift of base power would change is added.
 *  - What the learned powers do not explain (calls of a class differ, power saturates) belongs to
 *    some of the calls of the interval and is given to all. As far as it lasts from interval to interval it
 *    adds up over a call; the rest goes this way and that, so its squares add up.
 *  - Edges: where a call begins or ends inside an interval that others share, the placement of the
 *    edges moves energy between it and the others. The uncertainty of the lag counts only as far as power
 *    changes; while the lag is unknown, for calls that have an interval to themselves too. That of a low
 *    pass counts for all.
 *  - The idle part of an interval: the spread of base power; while that is unknown, all of it.
 *
 * Where the device was held back, what it would have drawn and did not is missing somewhere in the interval.
 *
 * Time without readings adds all that the device can draw. A windowed sensor that runs in step with the
 * load adds what it does not see. The sensor's gain is not in here: it is the same for all calls.
 */
final class Uncertainty {
  private static final double TWO_SIGMA = 2;

  /** Two edges, each anywhere within its uncertainty, in two standard deviations. */
  private static final double OF_UNIFORM = 1.2;

  private static final double NANO_MILLIWATTS_PER_MICROJOULE = 1e6;

  private final Learning learning;
  private double length;
  private double edges;
  private double lagUncertainty;
  private boolean lagKnown;
  private double lowPassUncertainty;
  private double variation;
  private double activeMicros;
  private double baseMicros;
  private double basePerNano;
  private double baseSpreadMicros;
  private double notBusy;
  private boolean isBusyThroughout;
  private double outOfSight;
  private boolean throttled;
  private double missing;
  private long limitMilliwatts;
  private double outageMicros;

  Uncertainty(Learning learning) {
    this.learning = learning;
  }

  /** Tells the most that the device can draw. */
  void limit(long milliwatts) {
    limitMilliwatts = milliwatts;
  }

  /** Nothing was seen for so long: all that the device can draw is possible. */
  void outage(long nanos) {
    outageMicros += limitMilliwatts / NANO_MILLIWATTS_PER_MICROJOULE * nanos;
  }

  /** What could have been drawn in all time without readings so far, in microjoules. */
  double outageMicros() {
    return outageMicros;
  }

  /** Tells whether the device was held back in the interval that is set next. */
  void throttled(boolean heldBack) {
    throttled = heldBack;
  }

  /** Sets the interval: its active energy, and by how much its edges may be off, in nanoseconds. */
  void of(IntervalActivity load, Split split, long atStart, long atEnd, LagEstimator timing) {
    length = Math.max(1, load.length());
    edges = OF_UNIFORM * Math.hypot((double) atStart, (double) atEnd);
    variation = Math.min(1, 2 * learning.variation());
    lagUncertainty = timing.uncertainty();
    lowPassUncertainty = timing.lowPass().uncertainty();
    lagKnown = timing.publishedLag().isPresent();
    activeMicros = split.active();
    baseMicros = split.base();
    isBusyThroughout = load.busy() >= load.length();
    outOfSight = timing.outOfSight();
    missing = throttled ? learning.missing(load, (double) split.active()) : 0;
    throttled = false;
    notBusy = learning.base().isPresent() ? 0 : 1 - load.busy() / length;
    baseSpreadMicros =
        learning.base().map(BasePower.Estimate::spread).orElse(0L)
            * length
            / NANO_MILLIWATTS_PER_MICROJOULE;
  }

  void ofBase(long micros, IntervalActivity load) {
    basePerNano = micros / Math.max(1, load.busy() * load.meanInFlight());
  }

  void ofClass(ClassAccount calls, double micros, long ofAll, IntervalActivity load) {
    if (calls.units() == 0 || load.virtual() < 1) {
      return;
    }
    double rate = micros / calls.units() * calls.unit;
    double part = ofAll <= 0 ? 0 : Math.min(1, rate * load.virtual() / ofAll);
    double active = rate * load.virtual();
    double moved = learning.errorOfShare(calls, load, active, (double) ofAll);
    moved = Math.min(moved, (double) Math.max(0, ofAll) + baseMicros);
    double unexplained = TWO_SIGMA * TWO_SIGMA * learning.noise() * part;
    double lasting = learning.persistence();
    moved += Math.sqrt(lasting * unexplained);
    unexplained = unexplained * (1 - lasting) + square(ofThrottling(part));
    calls.uncertainty(
        moved / load.virtual() + outOfSight(rate, load), unexplained / load.virtual());
  }

  // Nothing tells in which part of the interval the device was held back, and whom that kept from
  // drawing what is missing.
  private double ofThrottling(double part) {
    double asked = activeMicros + missing;
    double less = missing * (1 - part);
    double more = Math.min(missing * part, (1 - part) * asked);
    return Math.max(less, more);
  }

  // A sensor that may have seen nothing of a call leaves all that the device can draw possible.
  private double outOfSight(double rate, IntervalActivity load) {
    return Double.isInfinite(outOfSight)
        ? limitMilliwatts / NANO_MILLIWATTS_PER_MICROJOULE * length / load.virtual()
        : rate * outOfSight;
  }

  void ofBegin(Segment segment, IntervalActivity load) {
    if (segment.within()) {
      return;
    }
    double virtual = load.virtual() - segment.begin.virtual();
    ofEdge(segment, length - segment.begin.offset(), virtual);
  }

  void ofEnd(Segment segment, IntervalActivity load) {
    double from = segment.within() ? segment.begin.offset() : 0;
    double virtualFrom = segment.within() ? segment.begin.virtual() : 0;
    ofEdge(segment, segment.end.offset() - from, segment.end.virtual() - virtualFrom);
  }

  private void ofEdge(Segment segment, double there, double virtual) {
    if (there <= 0) {
      return;
    }
    double micros = segment.weight * virtual * segment.calls.rate();
    double power = micros / there;
    double part = activeMicros > 0 ? Math.min(1, micros / activeMicros) : 0;
    double shared = power * (1 - part);
    double square = square(edges * (shared * there / length + basePerNano * idleEdges(there)));
    double lagging = segment.within() ? Math.min(lagUncertainty, there) : lagUncertainty;
    double exposed = lagKnown ? shared : power;
    double linear = exposed * variation * lagging + notBusy * (micros + basePerNano * there);
    linear += power * lowPassUncertainty;
    linear += part * baseSpreadMicros * (1 - there / length);
    segment.share.addUncertainty(linear, square);
  }

  // The idle part of an interval is as uncertain as its edges; without one, only shares are.
  private double idleEdges(double there) {
    return isBusyThroughout ? there / length : 1;
  }

  private static double square(double value) {
    return value * value;
  }
}
