package io.joulebook.agent.power;

/** What a meter answered. */
public sealed interface MeterReading {
  /** A running total of energy in microjoules. */
  record Energy(long micros) implements MeterReading {}

  /** Power at this moment in milliwatts. */
  record Power(long milliwatts) implements MeterReading {}

  /**
   * No answer.
   *
   * @param reason a short name for it, used as a metric label
   * @param lost whether the device was lost, so that its counter may begin anew
   */
  record Unavailable(String reason, boolean lost) implements MeterReading {}
}
