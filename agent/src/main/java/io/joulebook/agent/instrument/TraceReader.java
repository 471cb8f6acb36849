package io.joulebook.agent.instrument;

import static java.lang.invoke.MethodType.methodType;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.ref.WeakReference;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads the id of the OpenTelemetry trace that is current on the thread that asks. The API is that
 * of the OpenTelemetry agent where there is one, which the application's own API, if it has any,
 * leads to as well; else the API that the class loader of the metered code sees. Seen to work with
 * API 1.56 and agent 2.33.
 */
final class TraceReader implements Supplier<Object> {
  private static final String API = "io.opentelemetry.api.trace.Span";
  private static final String AGENTS = "io.opentelemetry.javaagent.shaded." + API;

  /**
   * Loaded when somebody first asks for the current context. Who asks earlier decides for the
   * application how contexts are stored: that must not be the agent.
   */
  private static final String STORAGE = "io/opentelemetry/context/LazyStorage";

  private static final Set<String> TRIGGERS =
      Set.of(STORAGE, "io/opentelemetry/javaagent/shaded/" + STORAGE);

  /** Kept with the API's class, so that neither its loader nor ours keeps the other alive. */
  private static final Privileged.OfClass<MethodHandle> READING =
      new Privileged.OfClass<>() {
        @Override
        protected MethodHandle compute(Class<?> span) {
          return reading(span);
        }
      };

  private final WeakReference<MethodHandle> reading;

  private TraceReader(Class<?> span) {
    reading = new WeakReference<>(READING.get(span));
  }

  /** Whether the load of that class, spelt with slashes, tells that there is an API to ask. */
  static boolean isTrigger(String className) {
    return TRIGGERS.contains(className);
  }

  /** The reader for code of a class loader; empty where it sees no API. */
  static Optional<TraceReader> in(@Nullable ClassLoader loader) {
    Class<?> span = find(AGENTS, null);
    if (span == null && loader != null) {
      span = find(API, loader);
    }
    try {
      return Optional.ofNullable(span).map(TraceReader::new);
    } catch (RuntimeException | LinkageError otherApi) {
      return Optional.empty();
    }
  }

  private static @Nullable Class<?> find(String name, @Nullable ClassLoader loader) {
    try {
      return Class.forName(name, false, loader);
    } catch (ClassNotFoundException | LinkageError | RuntimeException absent) {
      return null;
    }
  }

  // Span.current().getSpanContext(), and of that getTraceId() if isValid(), else null.
  private static MethodHandle reading(Class<?> span) {
    try {
      Class<?> context =
          Class.forName(span.getPackageName() + ".SpanContext", false, span.getClassLoader());
      MethodHandles.Lookup lookup = MethodHandles.publicLookup();
      MethodHandle current = lookup.findStatic(span, "current", methodType(span));
      MethodHandle ofSpan = lookup.findVirtual(span, "getSpanContext", methodType(context));
      MethodHandle isValid = lookup.findVirtual(context, "isValid", methodType(boolean.class));
      MethodHandle id = lookup.findVirtual(context, "getTraceId", methodType(String.class));
      MethodHandle none =
          MethodHandles.dropArguments(MethodHandles.constant(String.class, null), 0, context);
      return MethodHandles.filterReturnValue(
              MethodHandles.filterReturnValue(current, ofSpan),
              MethodHandles.guardWithTest(isValid, id, none))
          .asType(methodType(Object.class));
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("no API of OpenTelemetry that is known: " + span, e);
    }
  }

  /** The trace's id, or null where no span is current; called on the host's threads. */
  @Override
  public @Nullable Object get() {
    MethodHandle handle = reading.get();
    try {
      return handle == null ? null : (Object) handle.invokeExact();
    } catch (Throwable foreign) {
      return null;
    }
  }
}
