package io.joulebook.agent.ledger;

/**
 * A change of a device's energy counter, placed in time: the end of an interval.
 *
 * @param time when the counter changed, in nanoseconds; its sensor's lag is still on it
 * @param micros the energy since the edge before, in microjoules; not negative
 * @param uncertainty half the width of the range in which the true time lies, in nanoseconds
 * @param state the device's performance state, 0 (fastest) to 15, or {@link #UNKNOWN_STATE}
 * @param throttled whether the device was held back since the edge before, by its power limit or by
 *     heat: calls did not draw what they would have
 */
public record Edge(long time, long micros, long uncertainty, int state, boolean throttled) {
  /** The performance state of a device that does not tell it. */
  public static final int UNKNOWN_STATE = -1;

  private static final int SLOWEST_STATE = 15;

  public Edge {
    if (micros < 0 || uncertainty < 0) {
      throw new IllegalArgumentException(
          "an edge needs energy and doubt of at least 0: " + micros + ", " + uncertainty);
    }
    if (state < UNKNOWN_STATE || state > SLOWEST_STATE) {
      throw new IllegalArgumentException("a performance state is 0 to 15, or unknown: " + state);
    }
  }

  /** An edge of a device that was not held back. */
  public Edge(long time, long micros, long uncertainty, int state) {
    this(time, micros, uncertainty, state, false);
  }

  /** The same in an unknown performance state. */
  public Edge(long time, long micros, long uncertainty) {
    this(time, micros, uncertainty, UNKNOWN_STATE);
  }
}
