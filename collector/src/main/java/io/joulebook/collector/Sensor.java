package io.joulebook.collector;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * How a device's sensor stands, and what has been learned with it.
 *
 * @param period the time between two updates of the sensor, once known
 * @param lag how far the sensor's readings trail the device, once known
 * @param base the device's base power, once known
 * @param baseSpread how far base power may be off; empty while base power is
 * @param traits what else there is to know
 */
public record Sensor(
    Optional<Duration> period,
    Optional<Duration> lag,
    Optional<Watts> base,
    Optional<Watts> baseSpread,
    Set<Trait> traits) {
  /** A sensor of which nothing is known. */
  public static final Sensor UNKNOWN =
      new Sensor(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Set.of());

  public Sensor {
    traits = Set.copyOf(traits);
  }

  /** Something that is so of a sensor, or not. */
  public enum Trait {
    /** Its updates are on a grid of time that is known to a fraction of a reading's distance. */
    PHASE_LOCKED("phase_locked"),
    /** Base power is fitted, because the device was never idle for a whole interval. */
    BASE_FITTED("base_fitted"),
    /** It is known to see all of the time. */
    CONTINUOUS("continuous"),
    /** It is known to see only part of the time. */
    WINDOWED("windowed"),
    /** It sees power through a low pass; its readings are corrected for that. */
    LOW_PASS("low_pass"),
    /**
     * Its power limit or heat held the device back within the last minute: nothing is learned of
     * such times, and single calls are less certain.
     */
    THROTTLED("throttled"),
    /**
     * The load runs in step with it, and it may see only part of the time: energy may be far off.
     */
    IN_STEP("in_step");

    private final String label;

    Trait(String label) {
      this.label = label;
    }

    /** The value of the metric label {@code state}. */
    public String label() {
      return label;
    }
  }
}
