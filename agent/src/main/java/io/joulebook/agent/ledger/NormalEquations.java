package io.joulebook.agent.ledger;

/** Least squares of a value on several quantities, with forgetting. */
final class NormalEquations {
  /** Keeps quantities that cannot be told apart, or never occur, from having wild coefficients. */
  private static final double RIDGE = 1e-9;

  private final int size;
  private final double[] products;
  private final double[] values;
  private double squares;

  NormalEquations(int size) {
    this.size = size;
    products = new double[size * size];
    values = new double[size];
  }

  /** Weighs all that was added before by a factor: forgetting, or a new unit of weight. */
  void decay(double factor) {
    for (int i = 0; i < products.length; i++) {
      products[i] *= factor;
    }
    for (int i = 0; i < size; i++) {
      values[i] *= factor;
    }
    squares *= factor;
  }

  /** Adds a line with a weight. */
  void add(double[] quantities, double value, double weight) {
    for (int i = 0; i < size; i++) {
      double quantity = weight * quantities[i];
      if (quantity != 0) {
        for (int j = 0; j <= i; j++) {
          products[i * size + j] += quantity * quantities[j];
        }
        values[i] += quantity * value;
      }
    }
    squares += weight * value * value;
  }

  /** The sum of squares that the best coefficients leave over. */
  double residualSquares() {
    double[] solved = values.clone();
    factor(solved);
    double explained = 0;
    for (double each : solved) {
      explained += each * each;
    }
    return Math.max(0, squares - explained);
  }

  /** The best coefficients; 0 for quantities that explain nothing more than those before them. */
  double[] coefficients() {
    double[] solved = values.clone();
    double[] lower = factor(solved);
    for (int i = size - 1; i >= 0; i--) {
      for (int k = i + 1; k < size; k++) {
        solved[i] -= known(lower, k) ? 0 : lower[k * size + i] * solved[k];
      }
      solved[i] = known(lower, i) ? 0 : solved[i] / lower[i * size + i];
    }
    return solved;
  }

  private boolean known(double[] lower, int i) {
    return Double.isInfinite(lower[i * size + i]);
  }

  // By Cholesky; puts the values into the coordinates of the factor.
  private double[] factor(double[] solved) {
    double[] lower = products.clone();
    for (int i = 0; i < size; i++) {
      for (int j = 0; j < i; j++) {
        double sum = lower[i * size + j];
        for (int k = 0; k < j; k++) {
          sum -= lower[i * size + k] * lower[j * size + k];
        }
        lower[i * size + j] = sum / lower[j * size + j];
        solved[i] -= lower[i * size + j] * solved[j];
      }
      double diagonal = lower[i * size + i] * (1 + RIDGE) + Double.MIN_NORMAL;
      for (int k = 0; k < i; k++) {
        diagonal -= lower[i * size + k] * lower[i * size + k];
      }
      // What the quantities before it explain already explains nothing more.
      boolean known = diagonal <= 1e-8 * products[i * size + i] || products[i * size + i] == 0;
      lower[i * size + i] = known ? Double.POSITIVE_INFINITY : Math.sqrt(diagonal);
      solved[i] = known ? 0 : solved[i] / lower[i * size + i];
    }
    return lower;
  }
}
