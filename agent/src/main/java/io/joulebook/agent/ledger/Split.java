package io.joulebook.agent.ledger;

import java.math.BigInteger;
import java.util.Optional;

/**
 * How an interval's energy is divided among the accounts, in microjoules. Each part has a rule of
 * its own; none is what the others leave over, so that a wrong rule shows as a residual.
 *
 * @param active above base power with a call in flight: to the calls, by weight-time
 * @param base base power with a call in flight: to the calls, by equal shares of each moment
 * @param idle base power with no call in flight
 * @param unattributed above base power with no call in flight
 */
record Split(long active, long base, long idle, long unattributed) {
  private static final long NANO_MILLIWATTS_PER_MICROJOULE = 1_000_000;

  /**
   * Divides the energy of an interval.
   *
   * @param micros the energy
   * @param length the interval's length in nanoseconds, more than 0
   * @param busy how much of it had a call in flight
   * @param uncertainty how far its edges may be off, together
   * @param base what is known of base power
   */
  static Split of(
      long micros, long length, long busy, long uncertainty, Optional<BasePower.Estimate> base) {
    if (base.isEmpty()) {
      return withoutBase(micros, length, busy);
    }
    return busy == 0
        ? quiet(micros, length, uncertainty, base.get())
        : busy(micros, length, busy, base.get().milliwatts());
  }

  // Base power is not known yet: time decides, and nothing is invented.
  private static Split withoutBase(long micros, long length, long busy) {
    return new Split(
        ceilShare(micros, busy, length), 0, floorShare(micros, length - busy, length), 0);
  }

  // Up to base power, give or take what its spread and the edges' places explain, it is idle.
  private static Split quiet(long micros, long length, long uncertainty, BasePower.Estimate base) {
    long limit =
        energy(base.milliwatts() + base.spread(), length) + energy(base.milliwatts(), uncertainty);
    return new Split(0, 0, Math.min(micros, limit), Math.max(0, micros - limit));
  }

  private static Split busy(long micros, long length, long busy, long milliwatts) {
    long idle = energy(milliwatts, length - busy);
    long base = energy(milliwatts, busy);
    if (micros < idle + base) {
      return new Split(
          0, ceilShare(micros, busy, length), floorShare(micros, length - busy, length), 0);
    }
    return new Split(micros - idle - base, base, idle, 0);
  }

  /** The same with energy on top that was counted while nothing could be seen. */
  Split plusUnattributed(long micros) {
    return new Split(active, base, idle, Math.addExact(unattributed, micros));
  }

  private static long energy(long milliwatts, long nanos) {
    return boundedShare(milliwatts, nanos, NANO_MILLIWATTS_PER_MICROJOULE);
  }

  static long floorShare(long amount, long part, long whole) {
    return product(amount, part).divide(BigInteger.valueOf(whole)).longValueExact();
  }

  /**
   * The same of what is only an estimate: of edges nanoseconds apart it has a bound, no overflow.
   */
  static long boundedShare(long amount, long part, long whole) {
    BigInteger share = product(amount, part).divide(BigInteger.valueOf(whole));
    return share.min(BigInteger.valueOf(Long.MAX_VALUE / 4)).longValueExact();
  }

  private static long ceilShare(long amount, long part, long whole) {
    BigInteger up = BigInteger.valueOf(whole - 1);
    return product(amount, part).add(up).divide(BigInteger.valueOf(whole)).longValueExact();
  }

  private static BigInteger product(long a, long b) {
    return BigInteger.valueOf(a).multiply(BigInteger.valueOf(b));
  }
}
