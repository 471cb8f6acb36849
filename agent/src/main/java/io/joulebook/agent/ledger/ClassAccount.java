package io.joulebook.agent.ledger;

import java.util.List;

/**
 * One class of calls on a device: what it has in flight, its running totals of energy and of
 * uncertainty per unit of virtual time.
 */
final class ClassAccount {
  /** Fine enough for sizes, and not so large that long intervals leave the range. */
  private static final long UNIT_OF_SIZES = 128;

  private static final double KNOWN_WITHIN = 0.5;
  private static final double RELATIVE_LIMIT = 2;

  /** Its place among the learned powers. */
  final int slot;

  /** Its place in the history of load. */
  final int channel;

  final double typicalSize;

  /** The weight of a call of that size. */
  final long unit;

  /** The classes of its model that differ by size only, itself included. */
  final List<ClassAccount> sizes;

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
  private double growth;

  /**
   * Begins with nothing in flight.
   *
   * @param typicalSize of its calls, in items or tokens
   * @param sizes the classes of its model that differ by size only, itself included
   */
  ClassAccount(int slot, int channel, double typicalSize, List<ClassAccount> sizes) {
    this.slot = slot;
    this.channel = channel;
    this.typicalSize = typicalSize;
    unit = typicalSize > 1 ? UNIT_OF_SIZES : 1;
    this.sizes = sizes;
    sizes.add(this);
  }

  /** Learns how the power of its calls grows with size from the sizes around it. */
  void relateSizes(ClassPower power) {
    if (sizes.size() < 2) {
      growth = 0;
      return;
    }
    SizeLine line = new SizeLine();
    for (ClassAccount other : sizes) {
      double watts = power.watts(other.slot);
      double deviation = power.deviation(other.slot);
      if (deviation < KNOWN_WITHIN * watts) {
        double far = CallClass.far(other.typicalSize, typicalSize);
        line.add(other.typicalSize, watts, deviation, far);
      }
    }
    growth = line.growth(typicalSize);
  }

  /** The weight of a call of that size. */
  long weightOf(double size) {
    double relative = 1 + growth * (size - typicalSize);
    return Math.round(unit * Math.max(1 / RELATIVE_LIMIT, Math.min(RELATIVE_LIMIT, relative)));
  }

  /** Its weight in flight changes, at this virtual time by the model in use, and by each model. */
  void changeWeight(long change, long virtual, PowerModel[] models) {
    units += weight * (virtual - counted);
    counted = virtual;
    for (int i = 0; i < models.length; i++) {
      seconds[i] += weight * (models[i].virtual() - countedBy[i]) / 1e9 / unit;
      countedBy[i] = models[i].virtual();
      models[i].changeDemand(change * relativePower[i] / unit);
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
      models[i].changeDemand(weight * relativePower[i] / unit);
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
   * Sets how fast uncertainty grows in this interval, for a call of typical size.
   *
   * @param microsPerUnit what may be wrong in the same direction from interval to interval
   * @param squaresPerUnit the variance of what goes this way and that
   */
  void uncertainty(double microsPerUnit, double squaresPerUnit) {
    uncertaintyRate = microsPerUnit / unit;
    varianceRate = squaresPerUnit / unit / unit;
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
