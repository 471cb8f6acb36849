package io.joulebook.agent.power;

import io.joulebook.collector.Device;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** A device that can be asked for its energy or power. Only the sampler thread asks. */
public interface Meter {
  /** The device. */
  Device device();

  /** The device's product name. */
  String name();

  /** The most it can draw, in milliwatts, if that is known. */
  OptionalLong limitMilliwatts();

  /**
   * Reads it. May take as long as a driver takes, or for ever.
   *
   * @param now the time, by {@link System#nanoTime}
   */
  Sample read(long now);

  /** Its performance state, 0 (fastest) to 15, if it tells one. May take as long as a reading. */
  default OptionalInt performanceState() {
    return OptionalInt.empty();
  }
}
