package io.joulebook.agent.instrument;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A public method of a library that the agent cannot see at compile time, or a public field if that
 * is what the library has of this name, to be called on the host's threads: it must be quick.
 * Handles are kept with the classes that are called, so that they go when the class's loader goes.
 * Thread-safe.
 */
final class PublicMethod implements Function<Object, @Nullable Object> {
  private final Privileged.OfClass<Optional<MethodHandle>> handles =
      new Privileged.OfClass<>() {
        @Override
        protected Optional<MethodHandle> compute(Class<?> called) {
          return handle(called);
        }
      };

  private final String declaringType;
  private final String name;
  private final @Nullable String[] arguments;

  /**
   * Of that name.
   *
   * @param declaringType a public type that declares it: what is called may be of another
   * @param arguments texts that it is called with, null included
   */
  PublicMethod(String declaringType, String name, @Nullable String... arguments) {
    this.declaringType = declaringType;
    this.name = name;
    this.arguments = arguments;
  }

  /** What it returns; null if there is no such method, or if it fails. */
  @Override
  public @Nullable Object apply(@Nullable Object called) {
    if (called == null) {
      return null;
    }
    try {
      Optional<MethodHandle> handle = handles.get(called.getClass());
      return handle.isPresent() ? (Object) handle.get().invokeExact(called) : null;
    } catch (Throwable foreign) {
      return null;
    }
  }

  private Optional<MethodHandle> handle(Class<?> called) {
    try {
      Class<?> type = Class.forName(declaringType, false, called.getClassLoader());
      Class<?>[] texts = new Class<?>[arguments.length];
      Arrays.fill(texts, String.class);
      return Optional.of(
          MethodHandles.insertArguments(member(type, texts), 1, (Object[]) arguments)
              .asType(MethodType.methodType(Object.class, Object.class)));
    } catch (ReflectiveOperationException | LinkageError | RuntimeException absent) {
      return Optional.empty();
    }
  }

  private MethodHandle member(Class<?> type, Class<?>[] texts) throws ReflectiveOperationException {
    MethodHandles.Lookup lookup = MethodHandles.publicLookup();
    try {
      return lookup.unreflect(type.getMethod(name, texts));
    } catch (NoSuchMethodException isAField) {
      return lookup.unreflectGetter(type.getField(name));
    }
  }
}
