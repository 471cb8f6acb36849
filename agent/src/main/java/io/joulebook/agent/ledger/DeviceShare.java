package io.joulebook.agent.ledger;

import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * One call's account with one device. Its energy is the sum of its segments: stretches in which it
 * was in flight on the device with a constant weight.
 */
final class DeviceShare {
  final CallEntry<?> call;
  final DeviceLedger device;
  final CallClass calls;

  /** Its items or tokens. */
  final double size;

  /** Whether it stands for as many calls as it has weight, of which none can be told apart. */
  final boolean group;

  /** The weight that was told last, whether or not it has been settled so far. */
  long told;

  /** The same since the device's first reading. */
  long heard;

  private int edition;

  private FixedPoint active = FixedPoint.ZERO;
  private FixedPoint base = FixedPoint.ZERO;
  private FixedPoint untilFirst = FixedPoint.ZERO;
  private boolean hadFirst;
  private long occupied;
  private double uncertainty;
  private double variance;
  private boolean begun;
  private long begunIn;
  private long outageBefore;
  private double outageMicrosBefore;
  private boolean outage;
  private boolean spans;
  private boolean finished;
  private boolean settled;
  private @Nullable Segment segment;
  private long activeMicros;
  private long baseMicros;

  DeviceShare(CallEntry<?> call, DeviceLedger device, CallClass calls, double size, boolean group) {
    this.call = call;
    this.device = device;
    this.calls = calls;
    this.size = size;
    this.group = group;
    edition = device.edition();
  }

  /** Whether the device's books were begun anew since. */
  boolean isOutdated() {
    return !settled && edition != device.edition();
  }

  /** Goes on in the device's new books, with nothing of what the old ones said. */
  void beginAnew() {
    edition = device.edition();
    heard = 0;
    active = FixedPoint.ZERO;
    base = FixedPoint.ZERO;
    untilFirst = FixedPoint.ZERO;
    occupied = 0;
    uncertainty = 0;
    variance = 0;
    begun = false;
    spans = false;
    finished = false;
    segment = null;
    outage = true;
  }

  /** How many calls are in flight where it has that weight. */
  long callsOf(long weight) {
    return group ? weight : Long.signum(weight);
  }

  /** A segment of it has been closed and priced in joules. */
  void add(Segment of, FixedPoint activeOfSegment, FixedPoint baseOfSegment) {
    active = active.plus(activeOfSegment);
    base = base.plus(baseOfSegment);
    if (of.beforeFirstPiece) {
      untilFirst = untilFirst.plus(activeOfSegment).plus(baseOfSegment);
    }
  }

  /** Its call's answer has its first piece: segments that end from now on come after it. */
  void first() {
    hadFirst = true;
  }

  /** Adds to its part of the device's time, in nanoseconds. */
  void addTime(long nanos) {
    occupied += nanos;
  }

  /**
   * Adds to its uncertainty.
   *
   * @param micros what may be off in the same direction as the rest
   * @param squareMicros the square of what is independent of the rest
   */
  void addUncertainty(double micros, double squareMicros) {
    uncertainty += micros;
    variance += squareMicros;
  }

  /** Part of the call's time was not seen by the sensor. */
  void markOutage() {
    outage = true;
  }

  /**
   * A segment begins, after so many intervals without readings in which so much could have been
   * drawn.
   */
  void begin(Segment next, long outageIntervals, double outageMicros) {
    segment = next;
    if (!begun) {
      begun = true;
      begunIn = next.begunIn;
      outageBefore = outageIntervals;
      outageMicrosBefore = outageMicros;
    }
  }

  /** Its segment ends; if in a later interval than it began, the sensor saw an edge inside it. */
  void end(Segment last) {
    segment = null;
    last.beforeFirstPiece = !hadFirst;
    spans |= last.endedIn > begunIn;
  }

  /** Its call has ended: whatever is told of it later comes too late. */
  void finish() {
    finished = true;
  }

  boolean isFinished() {
    return finished;
  }

  /** The segment that is open now, if the call is in flight on the device. */
  @Nullable Segment segment() {
    return segment;
  }

  void settle(long activeMicros, long baseMicros, long outageIntervals, double outageMicros) {
    settled = true;
    this.activeMicros = activeMicros;
    this.baseMicros = baseMicros;
    if (begun && outageIntervals > outageBefore) {
      outage = true;
      uncertainty += outageMicros - outageMicrosBefore;
    }
    call.shareSettled();
  }

  FixedPoint active() {
    return active;
  }

  FixedPoint base() {
    return base;
  }

  SettledShare toSettled() {
    long uncertain = Math.round(Math.sqrt(uncertainty * uncertainty + variance));
    boolean vague = uncertain > (activeMicros + baseMicros) / 2;
    return new SettledShare(
        device.id(),
        activeMicros,
        baseMicros,
        occupied,
        hadFirst
            ? OptionalLong.of(Math.min(untilFirst.whole(), activeMicros + baseMicros))
            : OptionalLong.empty(),
        uncertain,
        spans && !outage && !vague,
        outage);
  }
}
