package io.joulebook.agent.ledger;

/** What learned powers make of the calls of an interval, and how far that may be off. */
final class PowerShares {
  private static final double KNOWN_WITHIN = 0.5;

  private final ClassPower power;
  private final double[] gradient = new double[ClassPower.SLOTS];

  PowerShares(ClassPower power) {
    this.power = power;
  }

  /**
   * A slot's power if base power were 0, so that calls draw all there is: what they draw together
   * is known long before base power is told apart from it.
   */
  double wattsWithoutBase(int slot) {
    double ofBase = power.covariance(ClassPower.BASE, ClassPower.BASE);
    double moved =
        ofBase <= 0
            ? 0
            : power.covariance(slot, ClassPower.BASE) / ofBase * power.watts(ClassPower.BASE);
    return Math.max(ClassPower.FLOOR * power.watts(slot), power.watts(slot) - moved);
  }

  /**
   * Whether it is known what each of these classes draws with its part of base power. If not, they
   * keep the proportion in which they began.
   */
  boolean tellsApart(double[] quantities) {
    double ofBase = power.covariance(ClassPower.BASE, ClassPower.BASE);
    for (int i = 1; i < power.slots(); i++) {
      double withBase = power.covariance(i, ClassPower.BASE);
      double left = power.covariance(i, i) - (ofBase <= 0 ? 0 : withBase * withBase / ofBase);
      double within = KNOWN_WITHIN * wattsWithoutBase(i);
      if (quantities[i] > 0 && left > within * within) {
        return false;
      }
    }
    return true;
  }

  /**
   * The standard deviation of what a call gets of an interval, in joules, by the errors of the
   * powers: they move energy between the classes, and between base power and what is above it.
   *
   * @param slot the call's class
   * @param quantities call-seconds of each class in the interval
   * @param active what the call gets of the energy above base power, in joules
   * @param baseSeconds by how much its energy grows with base power
   * @param withoutBase whether {@link #wattsWithoutBase} is what counts
   */
  double deviationOfShare(
      int slot, double[] quantities, double active, double baseSeconds, boolean withoutBase) {
    double whole = 0;
    for (int i = 1; i < power.slots(); i++) {
      gradient[i] = withoutBase ? wattsWithoutBase(i) : power.watts(i);
      whole += gradient[i] * quantities[i];
    }
    if (whole <= 0 || gradient[slot] <= 0) {
      return 0;
    }
    double own = gradient[slot];
    for (int i = 1; i < power.slots(); i++) {
      gradient[i] = active * ((i == slot ? 1 / own : 0) - quantities[i] / whole);
    }
    gradient[ClassPower.BASE] = withoutBase ? 0 : baseSeconds;
    return Math.sqrt(Math.max(0, varianceAlong(withoutBase)));
  }

  private double varianceAlong(boolean withoutBase) {
    double ofBase = withoutBase ? power.covariance(ClassPower.BASE, ClassPower.BASE) : 0;
    double variance = 0;
    double withBase = 0;
    for (int i = 0; i < power.slots(); i++) {
      withBase += gradient[i] * power.covariance(i, ClassPower.BASE);
      for (int j = 0; j < power.slots() && gradient[i] != 0; j++) {
        variance += gradient[i] * power.covariance(i, j) * gradient[j];
      }
    }
    return ofBase <= 0 ? variance : variance - withBase * withBase / ofBase;
  }

  /**
   * What a call gets of an interval by these powers, in joules.
   *
   * @param slot the call's class
   * @param quantities call-seconds of each class in the interval
   * @param own the call's part of its class's
   * @param joules the interval's energy
   * @param seconds its length
   * @param baseSeconds the call's share of that
   */
  double shareOfCall(
      int slot,
      double[] quantities,
      double own,
      double joules,
      double seconds,
      double baseSeconds) {
    double whole = 0;
    for (int i = 1; i < power.slots(); i++) {
      whole += power.watts(i) * quantities[i];
    }
    double active = Math.max(0, joules - power.watts(ClassPower.BASE) * seconds);
    double part = whole <= 0 ? 0 : power.watts(slot) * own / whole;
    return power.watts(ClassPower.BASE) * baseSeconds + part * active;
  }
}
