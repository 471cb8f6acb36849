package io.joulebook.agent.telemetry;

/** The host's classes, as the agent may ask for them without running code of the host. */
public interface HostClasses {
  /** All classes that are loaded. */
  Class<?>[] loaded();

  /** Whether the host has initialised that class; asking does not. */
  boolean isInitialized(Class<?> type);
}
