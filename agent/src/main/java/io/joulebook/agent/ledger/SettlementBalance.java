package io.joulebook.agent.ledger;

/**
 * Energy that has left the running totals: what calls hold until they are settled, what is settled,
 * and the remainder that rounding left over, which goes into the next interval.
 */
class SettlementBalance {
  private FixedPoint remainder = FixedPoint.ZERO;
  private FixedPoint settled = FixedPoint.ZERO;
  private FixedPoint held = FixedPoint.ZERO;

  /** Adds the remainder so far to an interval's energy; no remainder is kept until it is swept. */
  FixedPoint withRemainder(long micros) {
    FixedPoint energy = FixedPoint.of(micros).plus(remainder);
    remainder = FixedPoint.ZERO;
    return energy;
  }

  void sweep(FixedPoint rest) {
    remainder = remainder.plus(rest);
  }

  /** A call has had so much in a segment. */
  FixedPoint hold(FixedPoint energy) {
    held = held.plus(energy);
    return energy;
  }

  /** Settles what a call holds, in whole microjoules: the difference of rounded running totals. */
  long settle(FixedPoint energy) {
    long before = settled.rounded();
    settled = settled.plus(energy);
    held = held.minus(energy);
    return settled.rounded() - before;
  }

  FixedPoint total() {
    return settled.plus(held).plus(remainder);
  }
}
