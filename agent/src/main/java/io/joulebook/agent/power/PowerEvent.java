package io.joulebook.agent.power;

import io.joulebook.agent.ledger.Edge;

/** What the sampler tells the ledger. */
public sealed interface PowerEvent {
  /** The device's id. */
  String device();

  /**
   * The counter changed for the first time, or for the first time after a reset: it counts now.
   *
   * @param uncertainty half the width of the range in which the time lies, in nanoseconds
   */
  record Opened(String device, long at, long uncertainty) implements PowerEvent {}

  /** The counter changed. */
  record Changed(String device, Edge edge) implements PowerEvent {}

  /** A reading failed or was refused. */
  record Failed(String device, String reason) implements PowerEvent {}
}
