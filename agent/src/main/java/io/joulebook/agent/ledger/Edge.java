package io.joulebook.agent.ledger;

/**
 * A change of a device's energy counter.
 *
 * @param time when it changed, by the sensor: what was used is older by the sensor's lag; in
 *     nanoseconds
 * @param micros the energy since the edge before, in microjoules; not negative
 * @param doubt half the width of the range in which the true time lies, in nanoseconds
 * @param state the device's performance state, 0 (most power) to 15, or {@link #UNKNOWN_STATE}
 */
public record Edge(long time, long micros, long doubt, int state) {
  /** The device does not tell its performance state. */
  public static final int UNKNOWN_STATE = -1;

  public Edge {
    if (micros < 0 || doubt < 0) {
      throw new IllegalArgumentException(
          "an edge needs energy and doubt of at least 0: " + micros + ", " + doubt);
    }
  }

  /** An edge of a device that does not tell its performance state. */
  public Edge(long time, long micros, long doubt) {
    this(time, micros, doubt, UNKNOWN_STATE);
  }
}
