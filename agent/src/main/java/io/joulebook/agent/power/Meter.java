package io.joulebook.agent.power;

import io.joulebook.collector.Device;
import io.joulebook.collector.DeviceState;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** A device that can be asked for its energy or power. Only the sampler thread asks. */
public interface Meter {
  /** The device. */
  Device device();

  /** The device's product name. */
  String name();

  /** The version of its driver, if it has one that tells. */
  default Optional<String> driver() {
    return Optional.empty();
  }

  /** Its index among the devices of its driver, if it has one. */
  default OptionalInt index() {
    return OptionalInt.empty();
  }

  /** Its PCI address as its driver writes it, if it has one. */
  default Optional<String> pciBusId() {
    return Optional.empty();
  }

  /** The most it can draw, in milliwatts, if that is known. */
  OptionalLong limitMilliwatts();

  /**
   * The same, asked for anew: an operator may have raised it. May take as long as a reading.
   *
   * @param now the time, by {@link System#nanoTime}
   */
  default OptionalLong limitMilliwatts(long now) {
    return limitMilliwatts();
  }

  /**
   * Reads it. May take as long as a driver takes, or for ever.
   *
   * @param now the time, by {@link System#nanoTime}
   */
  MeterReading read(long now);

  /** The reason of a {@link MeterReading.Unavailable} in words. */
  default String explain(String reason) {
    return reason.replace('_', ' ');
  }

  /** Its performance state, 0 (fastest) to 15, if it tells one. May take as long as a reading. */
  default OptionalInt performanceState() {
    return OptionalInt.empty();
  }

  /**
   * Whether its power limit or heat holds it back, or did since this was asked last; false if it
   * does not tell. May take as long as a reading.
   */
  default boolean isThrottled() {
    return false;
  }

  /** How it does beside its energy, if it tells that now. May take as long as a reading. */
  default Optional<DeviceState> state() {
    return Optional.empty();
  }
}
