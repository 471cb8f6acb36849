package io.joulebook.agent.ledger;

/**
 * One kind of energy (active, or base) on its way to the calls: a running total per unit of virtual
 * time, and what has been settled, what open calls hold, and what rounding left over.
 */
final class Pool {
  private Fixed perUnit = Fixed.ZERO;
  private Fixed rate = Fixed.ZERO;
  private Fixed dust = Fixed.ZERO;
  private Fixed settled = Fixed.ZERO;
  private Fixed held = Fixed.ZERO;
  private long unitsInFlight;
  private Fixed atBegins = Fixed.ZERO;

  /** Sets the interval's rate: its energy, and the dust so far, over its units of virtual time. */
  void share(long micros, long units) {
    Fixed energy = Fixed.of(micros).plus(dust);
    if (units == 0) {
      rate = Fixed.ZERO;
      dust = energy;
      return;
    }
    rate = energy.dividedBy(units);
    dust = energy.minus(rate.times(units));
  }

  /** The running total at a moment of the interval. */
  Fixed at(long units) {
    return perUnit.plus(rate.times(units));
  }

  /** Ends the interval: the running total goes on from its end. */
  void endInterval(long units) {
    perUnit = at(units);
    rate = Fixed.ZERO;
  }

  /** A segment of that many units per unit time begins at the running total. */
  void begin(long units, Fixed at) {
    unitsInFlight += units;
    atBegins = atBegins.plus(at.times(units));
  }

  /** It ends: its energy moves from the running total to what its call holds. */
  Fixed end(long units, Fixed begin, Fixed end) {
    unitsInFlight -= units;
    atBegins = atBegins.minus(begin.times(units));
    Fixed energy = end.minus(begin).times(units);
    held = held.plus(energy);
    return energy;
  }

  /** Settles what a call holds, in whole microjoules: the difference of rounded running totals. */
  long settle(Fixed energy) {
    long before = settled.rounded();
    settled = settled.plus(energy);
    held = held.minus(energy);
    return settled.rounded() - before;
  }

  /** All energy that has come to the calls: settled, held, accrued by open segments, and dust. */
  Fixed total() {
    Fixed accrued = perUnit.times(unitsInFlight).minus(atBegins);
    return settled.plus(held).plus(accrued).plus(dust);
  }
}
