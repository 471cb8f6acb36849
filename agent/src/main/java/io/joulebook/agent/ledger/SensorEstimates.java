package io.joulebook.agent.ledger;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * What the ledger has learned of a device's sensor and power, as it stands after an interval.
 *
 * @param base base power, once known
 * @param lag how far the sensor's readings trail the device, in nanoseconds, once known
 * @param continuous whether the sensor is known to see all of the time
 * @param windowed whether it is known to see only part of it
 * @param lowPass the time constant of the low pass through which it sees power, in nanoseconds,
 *     which is undone; empty if none was found
 * @param throttled whether the device was held back by its power limit or heat within the last
 *     minute
 * @param inStep whether the load runs in step with a sensor that may see only part of the time, so
 *     that its readings may be far off
 */
public record SensorEstimates(
    Optional<Base> base,
    OptionalLong lag,
    boolean continuous,
    boolean windowed,
    OptionalLong lowPass,
    boolean throttled,
    boolean inStep) {
  /** Nothing is known. */
  public static final SensorEstimates NONE =
      new SensorEstimates(
          Optional.empty(), OptionalLong.empty(), false, false, OptionalLong.empty(), false, false);

  /**
   * Base power.
   *
   * @param milliwatts the estimate
   * @param spread how far it may be off, in milliwatts
   * @param fitted whether it comes from a fit, because the device was never idle for a whole
   *     interval
   */
  public record Base(long milliwatts, long spread, boolean fitted) {}

  static SensorEstimates of(
      Optional<BasePower.Estimate> base, LagEstimator timing, boolean throttled) {
    return new SensorEstimates(
        base.map(known -> new Base(known.milliwatts(), known.spread(), isFitted(known))),
        timing.publishedLag(),
        timing.window() == LagEstimator.Window.ALL,
        timing.window() == LagEstimator.Window.QUARTER,
        timing.lowPass().timeConstant(),
        throttled,
        timing.outOfSight() > 0);
  }

  private static boolean isFitted(BasePower.Estimate base) {
    return base.origin() == BasePower.Origin.FIT;
  }
}
