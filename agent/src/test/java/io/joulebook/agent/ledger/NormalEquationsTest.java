package io.joulebook.agent.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class NormalEquationsTest {
  private final Random random = new Random(1);
  private final NormalEquations equations = new NormalEquations(3);

  @Test
  void leavesNothingOverWhereTheQuantitiesExplainAll() {
    for (int i = 0; i < 50; i++) {
      double a = random.nextDouble();
      double b = random.nextDouble();
      equations.add(new double[] {1, a, b}, 3 + 5 * a - 2 * b, 1);
    }

    assertThat(equations.residualSquares()).isCloseTo(0, within(1e-4));
  }

  @Test
  void leavesOverTheSquaresAboutTheMeanIfThereIsOnlyAnIntercept() {
    double[] values = {1, 2, 4, 7, 11};
    for (double value : values) {
      equations.add(new double[] {1, 0, 0}, value, 1);
    }

    assertThat(equations.residualSquares()).isCloseTo(66, within(1e-4));
  }

  @Test
  void quantitiesThatAreTheSameExplainNoMoreThanOne() {
    NormalEquations one = new NormalEquations(3);
    for (int i = 0; i < 50; i++) {
      double a = random.nextDouble();
      double value = 4 * a + random.nextGaussian();
      equations.add(new double[] {1, a, a}, value, 1);
      one.add(new double[] {1, a, 0}, value, 1);
    }

    assertThat(equations.residualSquares()).isCloseTo(one.residualSquares(), within(1e-3));
  }

  @Test
  void aLineCountsAsMuchAsItWeighs() {
    equations.add(new double[] {1, 0, 0}, 100, 0.25);
    equations.add(new double[] {1, 0, 0}, 0, 1);

    assertThat(equations.residualSquares()).isCloseTo(0.2 * 10_000, within(1.0));
  }
}
