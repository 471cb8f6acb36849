package io.joulebook.agent.instrument;

import java.lang.reflect.Method;
import java.util.Iterator;
import java.util.Set;
import java.util.stream.BaseStream;
import org.jspecify.annotations.Nullable;

/**
 * A stream of the JDK, or one that a step makes of it: a method that returns no other stream reads
 * it to its end.
 */
final class ReadStream extends InItsPlace {
  static final Set<String> TYPES =
      Set.of(
          "java.util.stream.Stream",
          "java.util.stream.IntStream",
          "java.util.stream.LongStream",
          "java.util.stream.DoubleStream");

  private static final Set<String> NOT_READING = Set.of("isParallel", "spliterator");

  private final Object of;
  private final Reading reading;

  ReadStream(Object of, Reading reading) {
    this.of = of;
    this.reading = reading;
  }

  @Override
  @Nullable Object call(Object proxy, Method method, @Nullable Object @Nullable [] arguments)
      throws Throwable {
    boolean failed = true;
    boolean goesOn = NOT_READING.contains(method.getName());
    try {
      Object result = pass(of, method, arguments);
      failed = false;
      if (result instanceof BaseStream<?, ?> || result instanceof Iterator<?>) {
        goesOn = true;
        return next(result, proxy, method);
      }
      return result;
    } finally {
      if (failed || !goesOn) {
        reading.ends(failed);
      }
    }
  }

  private Object next(Object result, Object proxy, Method method) {
    if (result == of) {
      return proxy;
    }
    if (result instanceof BaseStream<?, ?>) {
      return new ReadStream(result, reading).as(type(result));
    }
    boolean isPlain = method.getReturnType() == Iterator.class; // not one of primitives
    return isPlain ? new ReadIterator<>((Iterator<?>) result, reading) : result;
  }

  private static Class<?> type(Object stream) {
    for (Class<?> type = stream.getClass(); type != null; type = type.getSuperclass()) {
      for (Class<?> each : type.getInterfaces()) {
        if (TYPES.contains(each.getName())) {
          return each;
        }
      }
    }
    throw new IllegalArgumentException(stream.getClass().getName());
  }
}
