package io.joulebook.agent.ledger;

/**
 * Energy that has left the running totals: what calls hold until they are settled, what is settled,
 * and the dust that rounding left over, which goes into the next interval.
 */
class Till {
  private Fixed dust = Fixed.ZERO;
  private Fixed settled = Fixed.ZERO;
  private Fixed held = Fixed.ZERO;

  /** Adds the dust so far to an interval's energy; the till is without dust until it is swept. */
  Fixed withDust(long micros) {
    Fixed energy = Fixed.of(micros).plus(dust);
    dust = Fixed.ZERO;
    return energy;
  }

  void sweep(Fixed rest) {
    dust = dust.plus(rest);
  }

  /** A call has had so much in a segment. */
  Fixed hold(Fixed energy) {
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

  Fixed total() {
    return settled.plus(held).plus(dust);
  }
}
