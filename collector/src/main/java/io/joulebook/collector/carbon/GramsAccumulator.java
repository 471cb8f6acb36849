package io.joulebook.collector.carbon;

import io.joulebook.collector.Grams;
import io.joulebook.collector.grid.GridIntensity;
import java.math.BigInteger;

/**
 * Grams of CO2e summed over many small amounts of energy, with nothing lost to rounding.
 *
 * <p>One microjoule at 1 mg/kWh and a facility factor of one thousandth is 1 / 3.6e9 ng, so every
 * amount is a whole number of that unit, whatever its intensity. The tally keeps the sum in whole
 * nanograms and the remainder in that unit: the total is the exact sum rounded down once. Not safe
 * for use by several threads.
 */
public final class GramsAccumulator {
  /** Microjoules in a kilowatt hour, times thousandths in one, over nanograms in a milligram. */
  private static final long PARTS_PER_NANOGRAM = 3_600_000_000L;

  private long nanograms;
  private long parts;

  /**
   * Adds what an amount of energy costs.
   *
   * @param micros the energy drawn by the machine, in microjoules; not negative
   * @throws ArithmeticException if the sum leaves the range of {@link Grams}; nothing is added
   */
  public void add(long micros, GridIntensity intensity, Pue pue) {
    long partsPerMicro = intensity.milligramsPerKwh() * pue.thousandths();
    if (Math.multiplyHigh(micros, partsPerMicro) == 0 && micros * partsPerMicro >= 0) {
      addParts(micros * partsPerMicro);
    } else {
      addParts(BigInteger.valueOf(micros).multiply(BigInteger.valueOf(partsPerMicro)));
    }
  }

  private void addParts(long more) {
    long sum = parts + more % PARTS_PER_NANOGRAM;
    nanograms = Math.addExact(nanograms, more / PARTS_PER_NANOGRAM + sum / PARTS_PER_NANOGRAM);
    parts = sum % PARTS_PER_NANOGRAM;
  }

  /** The slow way, for energies of some kilojoules up: a product that a long does not hold. */
  private void addParts(BigInteger more) {
    BigInteger sum = more.add(BigInteger.valueOf(parts));
    BigInteger[] split = sum.divideAndRemainder(BigInteger.valueOf(PARTS_PER_NANOGRAM));
    nanograms = Math.addExact(nanograms, split[0].longValueExact());
    parts = split[1].longValueExact();
  }

  /** Adds all that another tally holds, what it has not rounded up to a nanogram included. */
  public void add(GramsAccumulator other) {
    long sum = parts + other.parts;
    nanograms = Math.addExact(nanograms, other.nanograms + sum / PARTS_PER_NANOGRAM);
    parts = sum % PARTS_PER_NANOGRAM;
  }

  /** The sum so far in grams, parts of a nanogram included: for ratios, which may be tiny. */
  public double grams() {
    return nanograms / 1e9 + parts / (PARTS_PER_NANOGRAM * 1e9);
  }

  /** The sum so far, rounded down to the nanogram. */
  public Grams total() {
    return Grams.ofNanos(nanograms);
  }
}
