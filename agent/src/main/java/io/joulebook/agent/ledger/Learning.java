package io.joulebook.agent.ledger;

import java.util.Arrays;
import java.util.Optional;

/**
 * What a device's ledger has learned of it, and learns from each interval: base power, the power of
 * each class of calls, how power grows with concurrency.
 */
final class Learning implements CallClasses.Slots {
  private static final double[] EXPONENTS = {1, 0.5, 0.25, 0};
  static final int MODELS = EXPONENTS.length;
  private static final double NANOS_PER_SECOND = 1e9;
  private static final double TWO_SIGMA = 2;
  private static final double MICROS_PER_JOULE = 1e6;
  private static final double VARIATION_MEMORY_SECONDS = 10;
  private static final double LEAST_BASE_ERROR = 1e-3;
  private static final double QUIET_SECONDS_AT_LEAST = 1;
  private static final double BLOCKS_AT_LEAST = 80;
  private static final double BASE_WITHIN = 0.15;
  private static final double LEARNED_AT_LEAST = 20;

  /** Another model must foresee so much better before it takes over. */
  private static final double CLEARLY = 0.5;

  private final PowerModel[] models = new PowerModel[MODELS];
  private final BasePower idle = new BasePower();
  private final double[] quantities = new double[ClassPower.SLOTS];
  private final LearningBlock block = new LearningBlock();
  private PowerModel model;
  private Optional<BasePower.Estimate> base = Optional.empty();
  private double variationSeconds;
  private double wattSeconds;
  private double squareSeconds;
  private int state = Edge.UNKNOWN_STATE;
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
    enter(edge.state());
    if (load.isQuiet()) {
      idle.quiet(load.start(), load.length(), micros, state, atStart, edge.uncertainty());
      learnBlock();
      block.clear();
      for (PowerModel each : models) {
        each.walkBase(load.length() / NANOS_PER_SECOND);
      }
    } else {
      idle.busyUntil(load.now());
    }
    idle.news(state).ifPresent(this::measureBase);
    estimateBase(load.isQuiet());
  }

  private void enter(int now) {
    if (now != state) {
      for (PowerModel each : models) {
        each.changeState(state, now);
      }
      state = now;
    }
  }

  private void measureBase(BasePower.Estimate measured) {
    double watts = measured.milliwatts() / 1e3;
    double deviation = Math.max(measured.spread() / 1e3, LEAST_BASE_ERROR * watts);
    for (PowerModel each : models) {
      if (measured.origin() == BasePower.Origin.OTHER_STATE) {
        each.takeBase(watts, deviation * deviation);
      } else {
        each.measureBase(watts, deviation * deviation);
      }
    }
  }

  private void estimateBase(boolean quiet) {
    double watts = model.power.watts(ClassPower.BASE);
    double deviation = model.power.deviation(ClassPower.BASE);
    Optional<BasePower.Estimate> ofIdle = idle.estimate(state);
    boolean seenLoad = quietSeconds >= QUIET_SECONDS_AT_LEAST || model.learned() > BLOCKS_AT_LEAST;
    if (watts == 0 || (ofIdle.isEmpty() && !(seenLoad && deviation < BASE_WITHIN * watts))) {
      base = Optional.empty();
    } else if (quiet && ofIdle.isPresent() && isAsMeasured(ofIdle.get(), watts, deviation)) {
      base = ofIdle;
    } else {
      long spread = Math.round(2 * deviation * 1e3) + 1;
      BasePower.Origin origin = ofIdle.map(BasePower.Estimate::origin).orElse(BasePower.Origin.FIT);
      base = Optional.of(new BasePower.Estimate(Math.round(watts * 1e3), spread, origin));
    }
    for (PowerModel each : models) {
      each.baseKnown(base.isPresent());
    }
  }

  // What was measured some time ago may no longer be so.
  private static boolean isAsMeasured(BasePower.Estimate idle, double watts, double deviation) {
    return Math.abs(idle.milliwatts() - watts * 1e3) <= idle.spread() + 2 * deviation * 1e3;
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
    double baseJoules = base.map(b -> b.milliwatts() * seconds / 1e3).orElse(joules / 2);
    for (PowerModel each : models) {
      each.measure(load.present(), joules - baseJoules, joules, seconds);
    }
    learnVariation((joules - baseJoules) / seconds, seconds);
    block.add(seconds, joules, load.changes(), atStart, atEnd);
    if (block.isLongEnough()) {
      learnBlock();
    }
  }

  /** Calls began while the device was held back: they have the power of a typical call at first. */
  void beginWithout(IntervalActivity load, long micros) {
    double seconds = load.length() / NANOS_PER_SECOND;
    double joules = micros / MICROS_PER_JOULE;
    double baseJoules = base.map(b -> b.milliwatts() * seconds / 1e3).orElse(joules / 2);
    for (PowerModel each : models) {
      each.measure(load.present(), joules - baseJoules, joules, seconds);
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
    block.next();
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

  // The sums, and how much is in them: they begin empty.
  private void learnVariation(double watts, double seconds) {
    double keep = Math.exp(-seconds / VARIATION_MEMORY_SECONDS);
    variationSeconds = keep * variationSeconds + seconds;
    wattSeconds = keep * wattSeconds + watts * seconds;
    squareSeconds = keep * squareSeconds + watts * watts * seconds;
  }

  /** How much active power changes from interval to interval, relative to its mean. */
  double variation() {
    if (wattSeconds <= 0) {
      return 1;
    }
    double mean = wattSeconds / variationSeconds;
    double square = squareSeconds / variationSeconds;
    return Math.sqrt(Math.max(0, square - mean * mean)) / mean;
  }

  @Override
  public void remember(CallClass calls, int slot) {
    for (PowerModel each : models) {
      each.remember(calls, slot);
    }
  }

  @Override
  public void opened(CallClass calls, int slot) {
    for (PowerModel each : models) {
      each.open(calls, slot);
    }
  }

  @Override
  public void closed(CallClass calls, int slot) {
    for (PowerModel each : models) {
      each.close(calls, slot);
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

  /**
   * What a call may get too much or too little of an interval by the errors of the powers, two
   * standard deviations, and by what it would get if base power drifted; in microjoules.
   *
   * @param active what it gets above base power, in microjoules
   * @param ofAll what all calls get above base power
   */
  double errorOfShare(ClassAccount calls, IntervalActivity load, double active, double ofAll) {
    double seconds = load.length() / NANOS_PER_SECOND;
    double baseSeconds = load.busy() / NANOS_PER_SECOND / load.meanInFlight();
    double part = ofAll <= 0 ? 0 : active / ofAll;
    double moved =
        TWO_SIGMA
            * model
                .shares()
                .deviationOfShare(
                    calls.slot,
                    quantities,
                    active / MICROS_PER_JOULE,
                    base.isPresent() ? baseSeconds - seconds * part : 0,
                    model.withoutBase());
    double own = load.virtual() / NANOS_PER_SECOND;
    if (base.isPresent()) {
      double joules = ofAll / MICROS_PER_JOULE + seconds * base.get().milliwatts() / 1e3;
      moved += model.gap(calls.slot, quantities, own, joules, seconds, baseSeconds);
    }
    return moved * MICROS_PER_JOULE;
  }

  /**
   * By how much more the calls of the interval would have drawn than they did, by their powers; in
   * microjoules.
   */
  double missing(IntervalActivity load, double active) {
    double joules = 0;
    for (ClassAccount calls : load.present()) {
      joules += model.power.watts(calls.slot) * calls.seconds(model.index);
    }
    return Math.max(0, joules * MICROS_PER_JOULE - active);
  }

  /** See {@link UnexplainedEnergy#persistence}. */
  double persistence() {
    return model.power.unexplained().persistence();
  }

  /** The variance of what the powers do not explain of an interval, in square microjoules. */
  double noise() {
    return model.power.unexplained().variance() * MICROS_PER_JOULE * MICROS_PER_JOULE;
  }
}
