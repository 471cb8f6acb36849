package io.joulebook.agent.ledger;

/**
 * One class of calls on a device: what it has in flight, its running totals of energy and of
 * uncertainty per unit of virtual time.
 */
final class ClassAccount {
  /** Its place among the learned powers. */
  final int slot;

  /** Its place in the history of load. */
  final int channel;

  final RunningTotal active = new RunningTotal();

  /** Power in units of a typical call's by each model; constant over an interval. */
  private final double[] relativePower = new double[Learning.MODELS];

  /** In the list of those in flight in this interval. */
  boolean present;

  long lastUsed;

  private long weight;
  private long counted;
  private long units;
  private final double[] countedBy = new double[Learning.MODELS];
  private final double[] seconds = new double[Learning.MODELS];
  private double uncertainty;
  private double uncertaintyRate;
  private double variance;
  private double varianceRate;

  ClassAccount(int slot, int channel) {
    this.slot = slot;
    this.channel = channel;
  }

  /** Its weight in flight changes, at this virtual time by the model in use, and by each model. */
  void changeWeight(long change, long virtual, PowerModel[] models) {
    units += weight * (virtual - counted);
    counted = virtual;
    for (int i = 0; i < models.length; i++) {
      seconds[i] += weight * (models[i].virtual() - countedBy[i]) / 1e9;
      countedBy[i] = models[i].virtual();
      models[i].changeDemand(change * relativePower[i]);
    }
    weight += change;
  }

  void nextInterval(PowerModel[] models) {
    units = 0;
    counted = 0;
    for (int i = 0; i < models.length; i++) {
      seconds[i] = 0;
      countedBy[i] = 0;
      relativePower[i] = models[i].relativePower(this);
      models[i].changeDemand(weight * relativePower[i]);
    }
  }

  /** It was not in flight up to this virtual time. */
  void skipTo(long virtual, PowerModel[] models) {
    counted = virtual;
    for (int i = 0; i < models.length; i++) {
      countedBy[i] = models[i].virtual();
    }
  }

  /** Weight times virtual time in this interval by one of the models, as counted last. */
  double seconds(int model) {
    return seconds[model];
  }

  boolean isGone() {
    if (weight == 0) {
      present = false;
    }
    return weight == 0;
  }

  /** The sum of weights in flight now. */
  long weight() {
    return weight;
  }

  /** Weight times virtual time in this interval, as counted last. */
  long units() {
    return units;
  }

  /**
   * Sets how fast uncertainty grows in this interval, for a call of weight 1.
   *
   * @param microsPerUnit what may be wrong in the same direction from interval to interval
   * @param squaresPerUnit the variance of what goes this way and that
   */
  void uncertainty(double microsPerUnit, double squaresPerUnit) {
    uncertaintyRate = microsPerUnit;
    varianceRate = squaresPerUnit;
  }

  /** Active energy per unit of virtual time in this interval, in microjoules. */
  double rate() {
    return active.rate();
  }

  double uncertaintyAt(long virtual) {
    return uncertainty + uncertaintyRate * virtual;
  }

  double varianceAt(long virtual) {
    return variance + varianceRate * virtual;
  }

  /** Ends the interval at that virtual time. */
  void endInterval(long virtual) {
    active.endInterval(virtual);
    uncertainty = uncertaintyAt(virtual);
    variance = varianceAt(virtual);
    uncertaintyRate = 0;
    varianceRate = 0;
  }
}
