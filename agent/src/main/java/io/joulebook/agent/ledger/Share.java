package io.joulebook.agent.ledger;

import org.jspecify.annotations.Nullable;

/**
 * One call's account with one device. Its energy is the sum of its segments: stretches in which it
 * was in flight on the device with a constant weight.
 */
final class Share {
  final CallEntry call;
  final DeviceLedger device;

  private Fixed active = Fixed.ZERO;
  private Fixed base = Fixed.ZERO;
  private double doubt;
  private boolean blind;
  private boolean begun;
  private long begunIn;
  private boolean spans;
  private @Nullable Segment segment;
  private long activeMicros;
  private long baseMicros;

  Share(CallEntry call, DeviceLedger device) {
    this.call = call;
    this.device = device;
  }

  /** A segment of it has been closed and priced in joules. */
  void add(Fixed activeOfSegment, Fixed baseOfSegment) {
    active = active.plus(activeOfSegment);
    base = base.plus(baseOfSegment);
  }

  void addDoubt(double micros) {
    doubt += micros;
  }

  /** Part of the call's time was not seen by the sensor. */
  void markBlind() {
    blind = true;
  }

  /** A segment begins in the interval of that number. */
  void begin(Segment next, long interval) {
    segment = next;
    if (!begun) {
      begun = true;
      begunIn = interval;
    }
  }

  /** Its segment ends; if in a later interval than it began, the sensor saw an edge inside it. */
  void end(long interval) {
    segment = null;
    spans |= interval > begunIn;
  }

  /** The segment that is open now, if the call is in flight on the device. */
  @Nullable Segment segment() {
    return segment;
  }

  void settle(long activeMicros, long baseMicros) {
    this.activeMicros = activeMicros;
    this.baseMicros = baseMicros;
    call.shareSettled();
  }

  Fixed active() {
    return active;
  }

  Fixed base() {
    return base;
  }

  SettledShare toSettled() {
    return new SettledShare(
        device.id(), activeMicros, baseMicros, Math.round(doubt), spans && !blind, blind);
  }
}
