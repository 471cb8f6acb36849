package io.joulebook.agent.power;

/** What a device tells of itself at an edge; asked for with the time of that. */
@FunctionalInterface
public interface DeviceCondition {
  /**
   * Its performance state, 0 (fastest) to 15, or {@link
   * io.joulebook.agent.ledger.Edge#UNKNOWN_STATE}.
   */
  int performanceState(long now);

  /**
   * Whether its power limit or heat holds it back, or did since this was asked last, so that what
   * runs on it draws less than it would.
   */
  default boolean isThrottled(long now) {
    return false;
  }
}
