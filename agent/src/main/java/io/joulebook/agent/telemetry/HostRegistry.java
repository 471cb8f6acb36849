package io.joulebook.agent.telemetry;

import java.util.Set;

/**
 * A registry of meters that the host has. All methods run the host's code, so they may throw
 * anything and take any time; they are called by a thread of the agent's own. An implementation
 * keeps no class and no object of the host alive.
 */
interface HostRegistry {
  /** Whether the host has set it up and something reads what is in it. */
  boolean isRead() throws ReflectiveOperationException;

  /**
   * Registers a meter; where there is one of the same name and tags, nothing is registered.
   *
   * @return the host's meter: the new one, or the one that was there
   */
  Object register(HostMeter meter) throws ReflectiveOperationException;

  /** All meters in it, the host's own among them, by identity. */
  Set<Object> meters() throws ReflectiveOperationException;

  /** Removes what {@link #register} returned. */
  void remove(Object meter) throws ReflectiveOperationException;
}
