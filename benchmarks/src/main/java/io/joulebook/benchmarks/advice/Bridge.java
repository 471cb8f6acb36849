package io.joulebook.benchmarks.advice;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The agent's bridge in this JVM, if there is one: how much it had to fold. */
final class Bridge {
  private static final @Nullable MethodHandle FOLDED = method("folded", long.class);
  private static final @Nullable MethodHandle LANES = method("lanes", List.class);

  private Bridge() {}

  private static @Nullable MethodHandle method(String name, Class<?> result) {
    try {
      Class<?> bridge = Class.forName("java.lang.JoulebookBridge");
      return MethodHandles.publicLookup().findStatic(bridge, name, MethodType.methodType(result));
    } catch (ReflectiveOperationException noAgent) {
      return null;
    }
  }

  /**
   * Calls counted together with others since the start, for the ring was full; 0 without an agent.
   */
  static long folded() {
    try {
      return FOLDED == null ? 0 : (long) FOLDED.invokeExact();
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  /** Whether any thread has ever made a metered call. */
  static boolean isInUse() {
    try {
      return LANES != null && !((List<?>) LANES.invoke()).isEmpty();
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }
}
