package io.joulebook.agent.ledger;

/**
 * A running total of energy per unit of virtual time, and of what segments that are in flight have
 * accrued by it.
 */
final class RunningTotal {
  private FixedPoint perUnit = FixedPoint.ZERO;
  private FixedPoint rate = FixedPoint.ZERO;
  private long unitsInFlight;
  private FixedPoint atBegins = FixedPoint.ZERO;

  /**
   * Sets the interval's rate: its energy over its units of virtual time.
   *
   * @return what rounding leaves over
   */
  FixedPoint share(FixedPoint energy, long units) {
    if (units == 0) {
      rate = FixedPoint.ZERO;
      return energy;
    }
    rate = energy.dividedBy(units);
    return energy.minus(rate.times(units));
  }

  double rate() {
    return rate.doubleValue();
  }

  /** The running total at a moment of the interval. */
  FixedPoint at(long units) {
    return perUnit.plus(rate.times(units));
  }

  /** Ends the interval: the running total goes on from its end. */
  void endInterval(long units) {
    perUnit = at(units);
    rate = FixedPoint.ZERO;
  }

  /** A segment of that many units per unit time begins at the running total. */
  void begin(long units, FixedPoint at) {
    unitsInFlight += units;
    atBegins = atBegins.plusModulo(at.timesModulo(units));
  }

  /** It ends there, and has had so much. */
  FixedPoint end(long units, FixedPoint begin, FixedPoint end) {
    unitsInFlight -= units;
    atBegins = atBegins.minusModulo(begin.timesModulo(units));
    return end.minus(begin).times(units);
  }

  /**
   * What the segments in flight have had so far: the difference of two sums that may leave the
   * range after months, when only their difference is in it.
   */
  FixedPoint accrued() {
    return perUnit.timesModulo(unitsInFlight).minusModulo(atBegins);
  }
}
