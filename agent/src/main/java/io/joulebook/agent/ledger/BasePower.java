package io.joulebook.agent.ledger;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Estimates what the loaded device draws with no call in flight, from intervals in which none was,
 * for each performance state by itself where the device tells its state.
 *
 * <p>A state that has not been seen idle borrows the power of the state that was seen last, with
 * the distance between the states as its uncertainty. Until something quiet has been seen, nothing
 * is known.
 */
final class BasePower {
  /** Work may trail behind the end of a call: an interval counts as quiet only this long after. */
  private static final long SETTLING_NANOS = 250_000_000;

  /** Before any time of the monotonic clock, and far enough from overflow. */
  private static final long LONG_AGO = Long.MIN_VALUE / 2;

  private final Map<Integer, IdlePowerSamples> states = new HashMap<>();
  private long quietSince = LONG_AGO;
  private int lastState = Edge.UNKNOWN_STATE;
  private int toldState = Edge.UNKNOWN_STATE;
  private Optional<Estimate> told = Optional.empty();

  /** How base power came to be known. */
  enum Origin {
    /** From intervals without a call, in the performance state in question. */
    IDLE,
    /** The same, in another performance state. */
    OTHER_STATE,
    /** From pauses within intervals, by least squares. */
    FIT
  }

  /**
   * What is known of base power.
   *
   * @param milliwatts the estimate
   * @param spread how far it may be off, in milliwatts
   * @param origin how it came to be known
   */
  record Estimate(long milliwatts, long spread, Origin origin) {}

  /** An interval in which calls were in flight, or nothing was seen. */
  void busyUntil(long time) {
    quietSince = time;
    states.values().forEach(IdlePowerSamples::broken);
  }

  /** An interval in which none was; for the uncertainties see {@link IdlePowerSamples#add}. */
  void quiet(
      long from,
      long length,
      long energyMicros,
      int state,
      long uncertaintyAtStart,
      long uncertaintyAtEnd) {
    if (from - quietSince >= SETTLING_NANOS) {
      IdlePowerSamples blocks = states.computeIfAbsent(state, s -> new IdlePowerSamples());
      blocks.add(length, energyMicros, uncertaintyAtStart, uncertaintyAtEnd);
      lastState = blocks.isKnown() ? state : lastState;
    }
  }

  /** What is known of a state, if that is more than, or another than, when this was asked last. */
  Optional<Estimate> news(int state) {
    Optional<Estimate> known = estimate(state);
    boolean same = state == toldState && known.equals(told);
    told = known;
    toldState = state;
    return same ? Optional.empty() : known;
  }

  Optional<Estimate> estimate(int state) {
    IdlePowerSamples own = states.get(state);
    if (own != null && own.isKnown()) {
      return Optional.of(new Estimate(own.median(), own.spread(), Origin.IDLE));
    }
    IdlePowerSamples last = states.get(lastState);
    return last == null || !last.isKnown()
        ? Optional.empty()
        : Optional.of(new Estimate(last.median(), last.spread() + distance(), otherThan(state)));
  }

  private static Origin otherThan(int state) {
    return state == Edge.UNKNOWN_STATE ? Origin.IDLE : Origin.OTHER_STATE;
  }

  private long distance() {
    long lowest = Long.MAX_VALUE;
    long highest = 0;
    for (IdlePowerSamples blocks : states.values()) {
      lowest = blocks.isKnown() ? Math.min(lowest, blocks.median()) : lowest;
      highest = blocks.isKnown() ? Math.max(highest, blocks.median()) : highest;
    }
    return Math.max(0, highest - lowest);
  }
}
