package io.joulebook.agent.ledger;

/** How power grows with the size of calls: the line through what is known of some sizes. */
final class SizeLine {
  /** Power need not lie on a line, so that no size is known better than this of it. */
  private static final double OFF_LINE = 0.05;

  private double weights;
  private double sizes;
  private double squares;
  private double watts;
  private double products;

  /**
   * Calls of that size draw so much, with an error of that standard deviation.
   *
   * @param far by what factor that size is from where the line is wanted: the farther, the less it
   *     tells, since power need not lie on a line
   */
  void add(double size, double power, double deviation, double far) {
    double off = OFF_LINE * power;
    double weight = 1 / (deviation * deviation + off * off) / (far * far);
    weights += weight;
    sizes += weight * size;
    squares += weight * size * size;
    watts += weight * power;
    products += weight * size * power;
  }

  /** The power of calls of that size; not a number if no size is known. */
  double at(double size) {
    return meanWatts() + slope() * (size - sizes / weights);
  }

  /** The mean power of the sizes; not a number if none is known. */
  double meanWatts() {
    return watts / weights;
  }

  /** By what part of itself the power of calls of that size grows with one item or token more. */
  double growth(double size) {
    double at = weights > 0 ? at(size) : 0;
    return at > 0 ? slope() / at : 0;
  }

  private double slope() {
    double spread = squares - sizes * sizes / weights;
    return spread <= 1e-9 * squares
        ? 0
        : Math.max(0, (products - sizes * watts / weights) / spread);
  }
}
