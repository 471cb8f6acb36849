package io.joulebook.agent.ledger;

/**
 * Adds up, over one interval, what the interval's energy is divided by: weight-time for active
 * energy, and equal shares of each moment for base power.
 */
final class VirtualTime {
  /** A nanosecond has 1024 parts, so that many calls can split it; an interval, up to 104 days. */
  private static final int BASE_SHIFT = 10;

  private long start;
  private long now;
  private int inFlight;
  private long weight;
  private long weightTime;
  private long busy;
  private long baseTime;
  private long baseSum;

  VirtualTime(long start) {
    this.start = start;
    now = start;
  }

  /**
   * A moment of an interval.
   *
   * @param offset nanoseconds since the interval's start
   * @param baseTime base share that one call in flight since the start would have by now
   */
  record Mark(long offset, long baseTime) {
    static final Mark NONE = new Mark(-1, -1);
  }

  void advanceTo(long time) {
    long step = time - now;
    if (step <= 0) {
      return;
    }
    if (inFlight > 0) {
      weightTime = Math.addExact(weightTime, Math.multiplyExact(weight, step));
      busy += step;
      long each = (step << BASE_SHIFT) / inFlight;
      baseTime += each;
      baseSum += each * inFlight;
    }
    now = time;
  }

  void enter(long weight) {
    inFlight++;
    this.weight += weight;
  }

  void leave(long weight) {
    inFlight--;
    this.weight -= weight;
  }

  Mark mark() {
    return new Mark(now - start, baseTime);
  }

  /** Begins the next interval where this one ends; who is in flight stays so. */
  void nextInterval() {
    start = now;
    weightTime = 0;
    busy = 0;
    baseTime = 0;
    baseSum = 0;
  }

  long start() {
    return start;
  }

  long now() {
    return now;
  }

  long length() {
    return now - start;
  }

  int inFlight() {
    return inFlight;
  }

  /** The sum of the weights in flight. */
  long weight() {
    return weight;
  }

  /** The integral of the weights in flight, in weight-nanoseconds. */
  long weightTime() {
    return weightTime;
  }

  /** Nanoseconds with at least one call in flight. */
  long busy() {
    return busy;
  }

  /** The sum of all base shares: what base energy is divided by. */
  long baseSum() {
    return baseSum;
  }
}
