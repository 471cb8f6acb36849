package io.joulebook.agent.ledger;

import java.util.Arrays;
import java.util.Optional;

/**
 * What a device's ledger has learned of it, and learns from each interval: base power, the power of
 * each class of calls, how power grows with concurrency.
 */
final class Learning {
  private static final double[] EXPONENTS = {1, 0.5, 0.25, 0};
  static final int MODELS = EXPONENTS.length;
  private static final double NANOS_PER_SECOND = 1e9;
  private static final double MICROS_PER_JOULE = 1e6;
  private static final double VARIATION_MEMORY_SECONDS = 10;
  private static final double QUIET_SECONDS_AT_LEAST = 1;
  private static final double BASE_WITHIN = 0.1;
  private static final double LEARNED_AT_LEAST = 20;

  /** Another model must foresee so much better before it takes over. */
  private static final double CLEARLY = 0.5;

  private final PowerModel[] models = new PowerModel[MODELS];
  private final BasePower idle = new BasePower();
  private final double[] quantities = new double[ClassPower.SLOTS];
  private final LearningBlock block = new LearningBlock();
  private PowerModel model;
  private Optional<BasePower.Estimate> base = Optional.empty();
  private double meanWatts;
  private double meanSquare;
  private double quietSeconds;
  private boolean lagKnown;

  Learning() {
    Arrays.setAll(models, i -> new PowerModel(i, EXPONENTS[i]));
    model = models[0];
  }

  PowerModel[] models() {
    return models;
  }

  /** The model in use; it changes between intervals only. */
  PowerModel model() {
    return model;
  }

  /** Nothing was seen of this time, or it cannot be trusted. */
  void skip(IntervalActivity load) {
    idle.busyUntil(load.now());
    forgetBlock();
  }

  private void forgetBlock() {
    block.clear();
    for (PowerModel each : models) {
      each.clear();
    }
  }

  /**
   * Looks at the idle side of an interval, before it is split.
   *
   * @param atStart by how much its first edge may be off, in nanoseconds
   */
  void learnBase(IntervalActivity load, Edge edge, long micros, long atStart) {
    int state = edge.state();
    if (load.isQuiet()) {
      idle.quiet(load.start(), load.length(), micros, state, atStart, edge.uncertainty());
      learnBlock();
    } else {
      idle.busyUntil(load.now());
    }
    Optional<BasePower.Estimate> ofIdle = idle.estimate(state);
    base = ofIdle.isPresent() ? ofIdle : ofFit();
  }

  // Servers that are never idle for a whole interval still pause within them, now and then.
  private Optional<BasePower.Estimate> ofFit() {
    double watts = model.power.watts(ClassPower.BASE);
    double deviation = model.power.deviation(ClassPower.BASE);
    return quietSeconds < QUIET_SECONDS_AT_LEAST || deviation > BASE_WITHIN * watts
        ? Optional.empty()
        : Optional.of(
            new BasePower.Estimate(
                (long) (watts * 1e3), (long) (2 * deviation * 1e3) + 1, BasePower.Origin.FIT));
  }

  /**
   * Learns from an interval with calls in flight.
   *
   * @param atStart by how much its first edge may be off, in nanoseconds
   * @param atEnd the same for its last
   */
  void learnCalls(IntervalActivity load, long micros, long atStart, long atEnd) {
    double seconds = load.length() / NANOS_PER_SECOND;
    double joules = micros / MICROS_PER_JOULE;
    quietSeconds = Math.min(60, quietSeconds + seconds - load.busy() / NANOS_PER_SECOND);
    boolean fit = base.isEmpty() || base.get().origin() == BasePower.Origin.FIT;
    if (block.differs(fit)) {
      forgetBlock();
    }
    double baseJoules = base.map(b -> b.milliwatts() * seconds / 1e3).orElse(joules / 2);
    for (PowerModel each : models) {
      each.measure(load.present(), joules - baseJoules, joules, seconds);
    }
    learnVariation((joules - baseJoules) / seconds, seconds);
    block.add(seconds, joules, baseJoules, fit, load.changes(), atStart, atEnd);
    if (block.isLongEnough()) {
      learnBlock();
    }
  }

  private void learnBlock() {
    if (block.seconds() == 0) {
      return;
    }
    for (PowerModel each : models) {
      each.learn(block);
    }
    if (lagKnown && block.hasSharpEdges()) {
      chooseModel();
    }
    block.clear();
  }

  private void chooseModel() {
    PowerModel best = model;
    for (PowerModel each : models) {
      best = each.meanSquare() < best.meanSquare() ? each : best;
    }
    if (model.learned() > LEARNED_AT_LEAST && best.meanSquare() < CLEARLY * model.meanSquare()) {
      model = best;
    }
  }

  /** Whether the sensor's lag is known: models are not told apart before. */
  void lagKnown(boolean known) {
    lagKnown = known;
  }

  private void learnVariation(double watts, double seconds) {
    double part = 1 - Math.exp(-seconds / VARIATION_MEMORY_SECONDS);
    meanWatts += part * (watts - meanWatts);
    meanSquare += part * (watts * watts - meanSquare);
  }

  /** How much active power changes from interval to interval, relative to its mean. */
  double variation() {
    return meanWatts <= 0
        ? 1
        : Math.sqrt(Math.max(0, meanSquare - meanWatts * meanWatts)) / meanWatts;
  }

  /** A class has made place for another. */
  void forget(int slot) {
    for (PowerModel each : models) {
      each.forget(slot);
    }
  }

  /** The sensor's lag is another than it was thought to be: what was learned is worth little. */
  void restart() {
    for (PowerModel each : models) {
      each.restart();
    }
    forgetBlock();
  }

  Optional<BasePower.Estimate> base() {
    return base;
  }

  /** Takes down what each class had of the interval that is to be shared. */
  void measure(IntervalActivity load) {
    Arrays.fill(quantities, 0);
    for (ClassAccount calls : load.present()) {
      quantities[calls.slot] = calls.seconds(model.index);
    }
  }

  /** See {@link ClassPower#deviationOfPart}. */
  double deviationOfPart(ClassAccount calls) {
    return model.power.deviationOfPart(calls.slot, quantities);
  }

  /** See {@link ClassPower#persistence}. */
  double persistence() {
    return model.power.persistence();
  }

  /** The variance of what the powers do not explain of an interval, in square microjoules. */
  double noise() {
    return model.power.noise() * MICROS_PER_JOULE * MICROS_PER_JOULE;
  }
}
