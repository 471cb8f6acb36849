package io.joulebook.agent.ledger;

/**
 * A change of a device's energy counter, placed in time: the end of an interval.
 *
 * @param time when the energy had been used, lag taken off, in nanoseconds
 * @param micros the energy since the edge before, in microjoules; not negative
 * @param doubt half the width of the range in which the true time lies, in nanoseconds
 */
public record Edge(long time, long micros, long doubt) {
  public Edge {
    if (micros < 0 || doubt < 0) {
      throw new IllegalArgumentException(
          "an edge needs energy and doubt of at least 0: " + micros + ", " + doubt);
    }
  }
}
