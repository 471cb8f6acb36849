package io.joulebook.agent.instrument;

import org.jspecify.annotations.Nullable;

/**
 * A hook into an inference library, and how what its woven code notes is read, on the agent's own
 * thread. Reading a library's objects may fail in any way: the caller treats that as unknown.
 */
interface CallHook extends Hook {
  /** What is known of the model behind a call; asked once per subject. */
  ModelFacts model(@Nullable Object subject, @Nullable Object detail) throws Throwable;

  /** What the call worked on. */
  Work work(@Nullable Object detail, long items) throws Throwable;

  /** Something rare that the advice noted: a session was made, an option set. */
  default void noted(@Nullable Object first, @Nullable Object second, @Nullable Object third)
      throws Throwable {}
}
