package io.joulebook.agent.ledger;

/** How much energy intervals have beyond what the learned powers explain. */
final class UnexplainedEnergy {
  private static final double MEMORY_SECONDS = 5;
  private static final double PERSISTENCE_MEMORY_SECONDS = 20;

  /** Before any is known: part of the first interval's energy. */
  private static final double FIRST_PART = 0.01;

  /** For how many seconds of its own the first guess counts. */
  private static final double FIRST_SECONDS = 0.2;

  /** The counter's quantum, and what a driver may round to. */
  private static final double LEAST_JOULES = 1e-3;

  private double sum;
  private double weight;
  private double residual;
  private double squares;
  private double products;

  /** Begins with a guess, unless there is more. */
  void begin(double joules) {
    if (weight == 0) {
      weight = FIRST_SECONDS;
      sum = weight * FIRST_PART * joules * FIRST_PART * joules;
    }
  }

  /** What an interval had beyond what the powers explained before it, in joules. */
  void residual(double joules, double seconds) {
    double keep = Math.exp(-seconds / PERSISTENCE_MEMORY_SECONDS);
    squares = keep * squares + joules * joules;
    products = keep * products + joules * residual;
    residual = joules;
  }

  double residual() {
    return residual;
  }

  /**
   * Learns the variance from a surprise.
   *
   * @param explained its variance by all that is known to be uncertain, this included
   * @param part which part of that is not of the powers: while they are vague a surprise says
   *     little
   */
  void learn(double explained, double part, double seconds) {
    double square = residual * residual - explained + variance();
    double its = part * part * seconds;
    double keep = Math.exp(-its / MEMORY_SECONDS);
    sum = keep * sum + its * square;
    weight = keep * weight + its;
  }

  /** The variance, in joules squared. */
  double variance() {
    double mean = weight == 0 ? 0 : sum / weight;
    return Math.max(LEAST_JOULES * LEAST_JOULES, mean);
  }

  /**
   * How far it lasts from one interval to the next, from 0 to 1: calls that differ from the rest of
   * their class do so for as long as they run.
   */
  double persistence() {
    return squares <= 0 ? 0 : Math.max(0, Math.min(1, products / squares));
  }

  /** Only how far it lasts is still so. */
  void restart() {
    sum = 0;
    weight = 0;
  }
}
