package io.joulebook.agent.instrument;

import static java.lang.invoke.MethodType.methodType;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.ref.WeakReference;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads the route of a servlet's request: the pattern that Spring MVC has matched (seen to work
 * with 7.0; the attribute's name is that of 3.0 and later), else the pattern that the servlet is
 * mapped to (Servlet 4.0 and later). The path of the request is never taken: it has no bounds.
 */
final class ServletRoute implements Function<Object, Object> {
  private static final String SPRING_PATTERN =
      "org.springframework.web.servlet.HandlerMapping.bestMatchingPattern";

  /** Kept with the interface, so that neither its loader nor ours keeps the other alive. */
  private static final Privileged.OfClass<MethodHandle[]> READING =
      new Privileged.OfClass<>() {
        @Override
        protected MethodHandle[] compute(Class<?> request) {
          return reading(request);
        }
      };

  private final WeakReference<MethodHandle[]> reading;

  private ServletRoute(Class<?> request) {
    reading = new WeakReference<>(READING.get(request));
  }

  /** The reader for servlets of a class loader; empty if it sees none. */
  static Optional<ServletRoute> in(ClassLoader loader, String flavour) {
    try {
      String name = flavour + ".servlet.http.HttpServletRequest";
      return Optional.of(new ServletRoute(Class.forName(name, false, loader)));
    } catch (ClassNotFoundException | LinkageError | RuntimeException absent) {
      return Optional.empty();
    }
  }

  private static MethodHandle[] reading(Class<?> request) {
    MethodHandles.Lookup lookup = MethodHandles.publicLookup();
    try {
      MethodHandle attribute =
          MethodHandles.insertArguments(
                  lookup.findVirtual(
                      request, "getAttribute", methodType(Object.class, String.class)),
                  1,
                  SPRING_PATTERN)
              .asType(methodType(Object.class, Object.class));
      return new MethodHandle[] {attribute, pattern(request, lookup)};
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("no request of a servlet: " + request, e);
    }
  }

  // request.getHttpServletMapping().getPattern(); before Servlet 4.0 there is none.
  private static MethodHandle pattern(Class<?> request, MethodHandles.Lookup lookup) {
    try {
      String name = request.getPackageName() + ".HttpServletMapping";
      Class<?> mapping = Class.forName(name, false, request.getClassLoader());
      MethodHandle of = lookup.findVirtual(request, "getHttpServletMapping", methodType(mapping));
      MethodHandle pattern = lookup.findVirtual(mapping, "getPattern", methodType(String.class));
      return MethodHandles.filterReturnValue(of, pattern)
          .asType(methodType(Object.class, Object.class));
    } catch (ReflectiveOperationException | LinkageError older) {
      return MethodHandles.dropArguments(
          MethodHandles.constant(Object.class, null), 0, Object.class);
    }
  }

  /** The route, or null; called on the host's threads. */
  @Override
  public @Nullable Object apply(Object request) {
    MethodHandle[] handles = reading.get();
    if (handles == null) {
      return null;
    }
    try {
      Object found = (Object) handles[0].invokeExact(request);
      Object route = found != null ? found : (Object) handles[1].invokeExact(request);
      return route instanceof String ? route : null;
    } catch (Throwable foreign) {
      return null;
    }
  }
}
