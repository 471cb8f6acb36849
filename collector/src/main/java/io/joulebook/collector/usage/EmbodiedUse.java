package io.joulebook.collector.usage;

import io.joulebook.collector.Grams;
import io.joulebook.collector.Source;
import io.joulebook.collector.carbon.Embodied;

/**
 * The time that calls occupied on devices that were made alike and are read alike.
 *
 * @param made what making one of the devices emitted
 * @param source how their energy is read
 * @param nanos the time, in nanoseconds
 */
public record EmbodiedUse(Embodied made, Source source, long nanos) {
  /** The calls' part of making them. */
  public Grams grams() {
    return made.of(nanos);
  }
}
