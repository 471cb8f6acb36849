package io.joulebook.agent.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class ClassPowerTest {
  private static final double SECOND = 1;
  private static final Placement EXACT = new Placement(true, 0, 0, 0);

  private final Random random = new Random(5);
  private final ClassPower power = new ClassPower(1e-6);
  private final PowerShares shares = new PowerShares(power);

  private double[] quantities(double... ofSlots) {
    double[] all = new double[ClassPower.SLOTS];
    System.arraycopy(ofSlots, 0, all, 1, ofSlots.length);
    return all;
  }

  private void learn(double joules, double... ofSlots) {
    power.learn(quantities(ofSlots), joules, SECOND, EXACT, 100);
  }

  @Test
  void findsThePowersThatMadeTheEnergies() {
    power.begin(1, 100, 100);
    power.begin(2, 100, 100);
    for (int i = 0; i < 200; i++) {
      double a = random.nextDouble();
      double b = random.nextDouble();
      learn(250 * a + 25 * b + random.nextGaussian(), a, b);
    }

    assertThat(power.watts(1)).isCloseTo(250, within(1.5));
    assertThat(power.watts(2)).isCloseTo(25, within(1.5));
    assertThat(power.deviation(1)).isLessThan(1.5);
  }

  @Test
  void powersThatCannotBeToldApartStayEqualAndInUncertainty() {
    power.begin(1, 100, 100);
    power.begin(2, 100, 100);
    for (int i = 0; i < 200; i++) {
      double a = random.nextDouble();
      learn(300 * a, a, a);
    }

    assertThat(power.watts(1)).isCloseTo(150, within(0.5));
    assertThat(power.watts(2)).isCloseTo(150, within(0.5));
    assertThat(power.deviation(1)).isGreaterThan(40);
    assertThat(shares.deviationOfShare(1, quantities(1, 1), 1, 0, false)).isGreaterThan(0.3);
    assertThat(shares.deviationOfShare(1, quantities(1, 0), 1, 0, false)).isZero();
  }

  @Test
  void noPowerIsNegativeAndOneAtTheFloorCanLeaveIt() {
    power.begin(1, 100, 100);
    power.begin(2, 100, 100);
    for (int i = 0; i < 100; i++) {
      double a = random.nextDouble();
      double b = random.nextDouble();
      learn(200 * a - 20 * b, a, b);
      assertThat(power.watts(2)).isNotNegative();
    }
    for (int i = 0; i < 200; i++) {
      double a = random.nextDouble();
      double b = random.nextDouble();
      learn(200 * a + 60 * b, a, b);
    }

    assertThat(power.watts(2)).isCloseTo(60, within(5.0));
  }

  @Test
  void oneOutlierDoesNotUnlearn() {
    power.begin(1, 100, 100);
    for (int i = 0; i < 200; i++) {
      double a = 0.5 + random.nextDouble();
      learn(200 * a + random.nextGaussian(), a);
    }
    learn(5_000, 1);
    for (int i = 0; i < 30; i++) {
      double a = 0.5 + random.nextDouble();
      learn(200 * a + random.nextGaussian(), a);
    }

    assertThat(power.watts(1)).isCloseTo(200, within(20.0));
  }
}
