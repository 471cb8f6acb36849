package io.joulebook.agent.instrument;

import java.security.AccessController;
import java.security.PrivilegedAction;
import org.jspecify.annotations.Nullable;

/**
 * What the agent does on a host's thread counts as the agent's under a security manager (JDK 17 to
 * 23), and not as the host's that called it.
 */
public final class Privileged {
  private Privileged() {}

  /** Does it with what the agent itself is granted. */
  @SuppressWarnings("removal")
  public static <T extends @Nullable Object> T get(PrivilegedAction<T> action) {
    return AccessController.doPrivileged(action);
  }

  /** What is known of a class, found in that way once for each. */
  abstract static class OfClass<T extends @Nullable Object> extends ClassValue<T> {
    @Override
    protected final T computeValue(Class<?> type) {
      return Privileged.get(() -> compute(type));
    }

    protected abstract T compute(Class<?> type);
  }
}
