package io.joulebook.collector;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What one device charges a call.
 *
 * @param device the device that drew the energy
 * @param from when the call began to draw on the device
 * @param to when it stopped; not before {@code from}
 * @param active energy above base power, the call's share; never negative
 * @param base the call's share of base power while it was in flight; never negative
 * @param uncertainty half the width of the range in which {@code active + base} lies in at least 95
 *     of 100 calls: from the placement of the sensor's readings in time, what is learned of the
 *     power of models, and what that does not explain; a constant gain error of the sensor is not
 *     in it
 * @param occupied the call's part of the device's time: of each moment an equal share with the
 *     calls that were in flight with it; never negative
 * @param untilFirstToken what of {@code active + base} came before the first piece of the call's
 *     answer, never more than these; empty where the answer came in one piece
 */
public record Charge(
    Device device,
    Instant from,
    Instant to,
    Joules active,
    Joules base,
    Joules uncertainty,
    Duration occupied,
    Optional<Joules> untilFirstToken) {
  /** What a device charges a call whose answer comes in one piece. */
  public Charge(
      Device device,
      Instant from,
      Instant to,
      Joules active,
      Joules base,
      Joules uncertainty,
      Duration occupied) {
    this(device, from, to, active, base, uncertainty, occupied, Optional.empty());
  }

  /** Active and base energy together. */
  public Joules total() {
    return active.plus(base);
  }
}
