package io.joulebook.agent.instrument;

import static java.lang.invoke.MethodType.methodType;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads the route from the OpenTelemetry agent's current context, which follows a request from
 * thread to thread. Seen to work with agent 2.33.
 */
final class ContextRoute implements Supplier<@Nullable Object> {
  private static final String SHADED = "io.opentelemetry.javaagent.shaded.";

  private final MethodHandle reading;

  private ContextRoute(MethodHandle reading) {
    this.reading = reading;
  }

  /** The reader; empty where there is no such agent, or one that is not known. */
  static Optional<ContextRoute> ofTheAgent() {
    try {
      Class<?> state = find("instrumentation.api.internal.HttpRouteState");
      Class<?> context = find("io.opentelemetry.context.Context");
      MethodHandles.Lookup lookup = MethodHandles.publicLookup();
      MethodHandle current = lookup.findStatic(context, "current", methodType(context));
      MethodHandle of = lookup.findStatic(state, "fromContextOrNull", methodType(state, context));
      MethodHandle route =
          lookup
              .findVirtual(state, "getRoute", methodType(String.class))
              .asType(methodType(Object.class, state));
      MethodHandle ifAny =
          MethodHandles.guardWithTest(
              lookup
                  .findStatic(Objects.class, "nonNull", methodType(boolean.class, Object.class))
                  .asType(methodType(boolean.class, state)),
              route,
              MethodHandles.dropArguments(MethodHandles.constant(Object.class, null), 0, state));
      return Optional.of(
          new ContextRoute(
              MethodHandles.filterReturnValue(
                  MethodHandles.filterReturnValue(current, of), ifAny)));
    } catch (ReflectiveOperationException | LinkageError | RuntimeException absent) {
      return Optional.empty();
    }
  }

  private static Class<?> find(String name) throws ClassNotFoundException {
    return Class.forName(SHADED + name, false, null);
  }

  /** The route, or null where there is none; called on the host's threads. */
  @Override
  public @Nullable Object get() {
    try {
      return (Object) reading.invokeExact();
    } catch (Throwable foreign) {
      return null;
    }
  }
}
