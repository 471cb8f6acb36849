package io.joulebook.agent.instrument;

import java.lang.reflect.Method;
import java.util.Collection;
import java.util.Iterator;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Results that do their work while they are read, such as iterators and publishers. The host gets
 * one in its place that does the same, and tells when it has been read to its end, has failed or
 * was cancelled. What it tells of is a {@link Reading}, which lives as long as the result does.
 */
final class LazyResult {
  private static final String ITERATOR = "java.util.Iterator";
  private static final String ITERABLE = "java.lang.Iterable";

  private static final Set<String> PUBLISHERS =
      Set.of("java.util.concurrent.Flow$Publisher", "org.reactivestreams.Publisher");

  /** Of Reactor and RxJava: they have a method {@code doFinally}. */
  private static final Set<String> WITH_FINALLY =
      Set.of(
          "reactor.core.publisher.Mono",
          "reactor.core.publisher.Flux",
          "io.reactivex.rxjava3.core.Flowable",
          "io.reactivex.rxjava3.core.Observable",
          "io.reactivex.rxjava3.core.Single",
          "io.reactivex.rxjava3.core.Maybe",
          "io.reactivex.rxjava3.core.Completable");

  private static final Set<String> NOT_READ =
      Set.of(
          "io.smallrye.mutiny.Uni",
          "io.smallrye.mutiny.Multi",
          "kotlinx.coroutines.flow.Flow",
          "kotlin.sequences.Sequence");

  private LazyResult() {}

  /** Whether a method that declares this type does its work later, and it is known when. */
  static boolean isKnown(String returnType) {
    return returnType.equals(ITERATOR)
        || returnType.equals(ITERABLE)
        || ReadStream.TYPES.contains(returnType)
        || PUBLISHERS.contains(returnType)
        || WITH_FINALLY.contains(returnType);
  }

  /** Whether it does its work later, and its call ends before. */
  static boolean isUnknown(String returnType) {
    return NOT_READ.contains(returnType);
  }

  /**
   * What to return in place of a result.
   *
   * @param declaredType the type that its method declares, by name
   * @return what the host gets, of that type, and what stands for its call until it is read; null
   *     to leave it as it is
   */
  static @Nullable Object @Nullable [] watch(Object result, Object declaredType) {
    try {
      Reading reading = new Reading();
      Object inItsPlace = inPlaceOf(result, (String) declaredType, reading);
      return inItsPlace == null ? null : new Object[] {inItsPlace, reading};
    } catch (ReflectiveOperationException unknownVersion) {
      return null;
    }
  }

  private static @Nullable Object inPlaceOf(Object result, String declared, Reading reading)
      throws ReflectiveOperationException {
    if (declared.equals(ITERATOR)) {
      return new ReadIterator<>((Iterator<?>) result, reading);
    }
    if (declared.equals(ITERABLE)) {
      boolean isThere = result instanceof Collection<?>;
      return isThere ? null : new ReadIterable<>((Iterable<?>) result, reading);
    }
    Class<?> type = Class.forName(declared, false, result.getClass().getClassLoader());
    if (WITH_FINALLY.contains(declared)) {
      return withFinally(result, type, reading);
    }
    return ReadStream.TYPES.contains(declared)
        ? new ReadStream(result, reading).as(type)
        : new ReadPublisher(result, reading).as(type);
  }

  private static @Nullable Object withFinally(Object result, Class<?> type, Reading reading)
      throws ReflectiveOperationException {
    for (Method method : type.getMethods()) {
      if (method.getName().equals("doFinally") && method.getParameterCount() == 1) {
        return method.invoke(result, new Finally(reading).as(method.getParameterTypes()[0]));
      }
    }
    throw new NoSuchMethodException(type + ".doFinally");
  }

  /** A listener with one method. Reactor's is told a signal, RxJava's nothing. */
  private static final class Finally extends InItsPlace {
    private final Reading reading;

    Finally(Reading reading) {
      this.reading = reading;
    }

    @Override
    @Nullable Object call(Object proxy, Method method, @Nullable Object @Nullable [] arguments) {
      Object signal = arguments != null && arguments.length == 1 ? arguments[0] : null;
      reading.ends("onError".equals(String.valueOf(signal)));
      return null;
    }
  }
}
