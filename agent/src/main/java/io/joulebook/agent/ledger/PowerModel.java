package io.joulebook.agent.ledger;

import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/**
 * A model of how active power grows with what is in flight: as demand to the power of an exponent
 * between 0 (one call draws all that any number draws) and 1 (each call adds its own). Demand is
 * the sum of the powers of the calls in flight, in units of a typical call's.
 *
 * <p>A GPU that four calls keep busy does not draw four times the power of one. The energy of a
 * moment is shared in proportion to the calls' powers, whatever the exponent; but how much of an
 * interval's energy a full moment had, and how much an empty one, is what the exponent says. So
 * virtual time runs slower the more is in flight. Each model learns powers of its own.
 */
final class PowerModel {
  private static final double TYPICAL_MEMORY_SECONDS = 10;
  private static final double ERROR_MEMORY_SECONDS = 10;

  /** What it does not foresee while it learns its first powers does not speak against it. */
  private static final double SETTLING_SECONDS = 4;

  private static final double STEADY_BASE_WALK = 1e-6;
  private static final double DRIFTING_BASE_WALK = 1e-4;
  private static final double CLEARLY = 0.25;
  private static final double BLOCKS_AT_LEAST = 20;
  private static final double LEAST_WATTS = 1e-3;
  private static final double RELATIVE_LIMIT = 1e3;

  private final ClassPower[] both = {
    new ClassPower(STEADY_BASE_WALK), new ClassPower(DRIFTING_BASE_WALK)
  };
  private final PowerShares[] shares = {new PowerShares(both[0]), new PowerShares(both[1])};
  private final double[] squares = new double[both.length];
  ClassPower power = both[0];
  final int index;
  private final double exponent;
  private final double[] quantities = new double[ClassPower.SLOTS];
  private final Map<Integer, Base> bases = new HashMap<>();
  private final RememberedPowers remembered = new RememberedPowers();
  private double typicalJoules;
  private double typicalSeconds;
  private double demand;
  private double pace;
  private double virtual;
  private double learned;
  private double settling = SETTLING_SECONDS;
  private boolean baseKnown;
  private boolean tellsApart;

  PowerModel(int index, double exponent) {
    this.index = index;
    this.exponent = exponent;
  }

  /** What its powers make of calls. */
  PowerShares shares() {
    return power == both[0] ? shares[0] : shares[1];
  }

  // ---- virtual time

  void changeDemand(double units) {
    setDemand(demand + units);
  }

  private void setDemand(double units) {
    demand = Math.max(0, units);
    pace = demand == 0 || exponent == 1 ? 1 : pow(demand) / demand;
  }

  // Quarters only: square roots are much faster than Math.pow.
  private double pow(double base) {
    double root = Math.sqrt(base);
    return exponent == 0 ? 1 : exponent == 0.5 ? root : Math.sqrt(root);
  }

  void advance(long nanos) {
    virtual += pace * nanos;
  }

  /** Nothing is in flight until told. */
  void nextInterval() {
    virtual = 0;
    setDemand(0);
  }

  /** Virtual time since the interval's start, in nanoseconds. */
  double virtual() {
    return virtual;
  }

  // ---- learning

  /** Takes down the virtual call-seconds of each class in an interval, and begins new classes. */
  void measure(
      Collection<ClassAccount> present, double activeJoules, double joules, double seconds) {
    double sum = 0;
    for (ClassAccount calls : present) {
      sum += calls.seconds(index);
    }
    double decay = Math.exp(-seconds / TYPICAL_MEMORY_SECONDS);
    typicalJoules = typicalJoules * decay + Math.max(0, activeJoules);
    typicalSeconds = typicalSeconds * decay + sum;
    for (ClassAccount calls : present) {
      for (ClassPower each : both) {
        if (each.watts(calls.slot) == 0 && calls.seconds(index) > 0) {
          each.begin(calls.slot, typicalWatts(), Math.max(typicalWatts(), joules / seconds));
        }
      }
      quantities[calls.slot] += calls.seconds(index);
    }
  }

  private double typicalWatts() {
    return typicalSeconds <= 0
        ? LEAST_WATTS
        : Math.max(LEAST_WATTS, typicalJoules / typicalSeconds);
  }

  /** Learns from the intervals that were measured since the last time. */
  void learn(LearningBlock block) {
    quantities[ClassPower.BASE] = block.seconds();
    for (ClassPower each : both) {
      if (each.watts(ClassPower.BASE) == 0) {
        each.begin(ClassPower.BASE, block.baseGuess(), block.baseGuess());
      }
      each.learn(quantities, block.joules(), block.seconds(), block.placement(), typicalWatts());
    }
    tellsApart = shares().tellsApart(quantities);
    settling -= block.seconds();
    if (settling <= 0) {
      double decay = Math.exp(-block.seconds() / ERROR_MEMORY_SECONDS);
      for (int i = 0; i < both.length; i++) {
        double error = both[i].unexplained().residual() / block.seconds();
        squares[i] = squares[i] * decay + error * error;
      }
      learned = learned * decay + 1;
      chooseBase();
    }
    clear();
  }

  private void chooseBase() {
    if (learned > BLOCKS_AT_LEAST && squares[1] < CLEARLY * squares[0]) {
      power = both[1];
    } else if (squares[0] <= squares[1]) {
      power = both[0];
    }
  }

  /**
   * By how much a call's share would differ if base power, which seems steady, drifted after all;
   * for the parameters see {@link PowerShares#shareOfCall}.
   */
  double gap(
      int slot,
      double[] ofInterval,
      double own,
      double joules,
      double seconds,
      double baseSeconds) {
    if (power != both[0]) {
      return 0;
    }
    double steady = shares[0].shareOfCall(slot, ofInterval, own, joules, seconds, baseSeconds);
    double drifting = shares[1].shareOfCall(slot, ofInterval, own, joules, seconds, baseSeconds);
    return Math.abs(steady - drifting);
  }

  /** See {@link ClassPower#measureBase}. */
  void measureBase(double watts, double variance) {
    for (ClassPower each : both) {
      each.measureBase(watts, variance);
    }
  }

  /** See {@link ClassPower#takeBase}. */
  void takeBase(double watts, double variance) {
    for (ClassPower each : both) {
      each.takeBase(watts, variance);
    }
  }

  /** See {@link ClassPower#walkBase}. */
  void walkBase(double seconds) {
    for (ClassPower each : both) {
      each.walkBase(seconds);
    }
  }

  /** Forgets what was measured since it learned last. */
  void clear() {
    Arrays.fill(quantities, 0);
  }

  /** The device is in another performance state: base power is what it was there last. */
  void changeState(int from, int to) {
    if (power.watts(ClassPower.BASE) > 0) {
      bases.put(from, new Base(power.watts(ClassPower.BASE), power.deviation(ClassPower.BASE)));
    }
    Base known = bases.get(to);
    if (known != null) {
      takeBase(known.watts, known.deviation * known.deviation);
    }
  }

  private record Base(double watts, double deviation) {}

  /** A slot is that class's from now on: it begins with what is remembered of it. */
  void open(CallClass calls, int slot) {
    remembered
        .of(calls)
        .ifPresent(
            power -> {
              for (ClassPower each : both) {
                each.begin(slot, power.watts(), power.deviation());
              }
            });
  }

  /** A class leaves its slot. */
  void close(CallClass calls, int slot) {
    remember(calls, slot);
    forget(slot);
  }

  /** Takes down what is known of a class. */
  void remember(CallClass calls, int slot) {
    if (power.watts(slot) > 0) {
      remembered.remember(
          calls, new RememberedPowers.Power(power.watts(slot), power.deviation(slot)));
    }
  }

  private void forget(int slot) {
    for (ClassPower each : both) {
      each.forget(slot);
    }
    quantities[slot] = 0;
  }

  /** Takes what was learned as no more than a guess. */
  void restart() {
    for (ClassPower each : both) {
      each.restart();
    }
    settling = SETTLING_SECONDS;
    Arrays.fill(squares, 0);
    learned = 0;
    clear();
  }

  /** Whether calls share by what they draw with their part of base power. */
  boolean withoutBase() {
    return !baseKnown && tellsApart;
  }

  /** Whether base power is told apart from what calls draw. */
  void baseKnown(boolean known) {
    baseKnown = known;
  }

  /** How many blocks it has learned from, those of long ago counting less. */
  double learned() {
    return learned;
  }

  /** The mean square of what it did not foresee, in square watts. */
  double meanSquare() {
    return learned == 0 ? 0 : squares[power == both[0] ? 0 : 1] / learned;
  }

  /** The power of a class's calls, in units of a typical call's. */
  double relativePower(ClassAccount calls) {
    double watts = withoutBase() ? shares().wattsWithoutBase(calls.slot) : power.watts(calls.slot);
    return watts == 0
        ? 1
        : Math.max(1 / RELATIVE_LIMIT, Math.min(RELATIVE_LIMIT, watts / typicalWatts()));
  }

  /** What part of an interval's active energy a class is due, times the same factor for all. */
  double due(ClassAccount calls) {
    return relativePower(calls) * calls.seconds(index);
  }
}
