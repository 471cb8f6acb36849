package io.joulebook.agent.instrument;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Field;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How Kotlin's compiler makes a suspend function: it gets a continuation as its last argument and
 * returns a marker where it is suspended. To go on it is called anew, with a state of its own whose
 * {@code label} is negative then and which knows the continuation of the first call.
 */
final class Coroutine {
  static final String CONTINUATION = "kotlin.coroutines.Continuation";
  private static final String MARKER = "kotlin.coroutines.intrinsics.CoroutineSingletons";
  private static final String STATE = "kotlin.coroutines.jvm.internal.BaseContinuationImpl";

  private static final Privileged.OfClass<Boolean> IS_MARKER =
      new Privileged.OfClass<>() {
        @Override
        protected Boolean compute(Class<?> type) {
          return type.getName().equals(MARKER);
        }
      };

  private static final Privileged.OfClass<Optional<MethodHandle>> LABEL =
      new Privileged.OfClass<>() {
        @Override
        protected Optional<MethodHandle> compute(Class<?> type) {
          return label(type);
        }
      };

  private static final Privileged.OfClass<Optional<MethodHandle>> COMPLETION =
      new Privileged.OfClass<>() {
        @Override
        protected Optional<MethodHandle> compute(Class<?> type) {
          return completion(type);
        }
      };

  private Coroutine() {}

  static boolean isSuspended(@Nullable Object result) {
    return result != null && IS_MARKER.get(result.getClass());
  }

  /**
   * Who called the function, if it goes on with this continuation, or has ended with this result.
   *
   * @param result null when the function is entered
   */
  static @Nullable Object caller(Object continuation, @Nullable Object result) {
    boolean asked = result == null ? goesOn(continuation) : !isSuspended(result);
    return asked ? read(COMPLETION, continuation) : null;
  }

  private static boolean goesOn(Object continuation) {
    return read(LABEL, continuation) instanceof Integer label && label < 0;
  }

  private static @Nullable Object read(
      ClassValue<Optional<MethodHandle>> readers, Object continuation) {
    try {
      Optional<MethodHandle> reader = readers.get(continuation.getClass());
      return reader.isPresent() ? (Object) reader.get().invokeExact(continuation) : null;
    } catch (Throwable unreadable) {
      return null;
    }
  }

  private static Optional<MethodHandle> label(Class<?> type) {
    try {
      Field label = type.getDeclaredField("label");
      label.setAccessible(true);
      return Optional.of(anyType(MethodHandles.lookup().unreflectGetter(label)));
    } catch (ReflectiveOperationException | RuntimeException none) {
      return Optional.empty();
    }
  }

  private static Optional<MethodHandle> completion(Class<?> type) {
    try {
      Class<?> state = Class.forName(STATE, false, type.getClassLoader());
      return Optional.of(
          anyType(MethodHandles.publicLookup().unreflect(state.getMethod("getCompletion"))));
    } catch (ReflectiveOperationException | RuntimeException none) {
      return Optional.empty();
    }
  }

  private static MethodHandle anyType(MethodHandle handle) {
    return handle.asType(MethodType.methodType(Object.class, Object.class));
  }
}
