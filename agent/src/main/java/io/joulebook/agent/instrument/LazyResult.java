package io.joulebook.agent.instrument;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Collection;
import java.util.Iterator;
import java.util.Set;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.BaseStream;
import org.jspecify.annotations.Nullable;

/**
 * Results that do their work while they are read, such as iterators and publishers. The host gets
 * one in its place that does the same, and tells when it has been read to its end, has failed or
 * was cancelled. What it tells of is a {@link Reading}, which lives as long as the result does.
 */
final class LazyResult {
  private static final Set<String> STREAMS =
      Set.of(
          "java.util.stream.Stream",
          "java.util.stream.IntStream",
          "java.util.stream.LongStream",
          "java.util.stream.DoubleStream");

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
    return returnType.equals("java.util.Iterator")
        || returnType.equals("java.lang.Iterable")
        || STREAMS.contains(returnType)
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
      return watch(result, (String) declaredType);
    } catch (ReflectiveOperationException unknownVersion) {
      return null;
    }
  }

  private static @Nullable Object @Nullable [] watch(Object result, String declared)
      throws ReflectiveOperationException {
    Reading reading = new Reading();
    if (declared.equals("java.util.Iterator")) {
      return new Object[] {new ReadIterator<>((Iterator<?>) result, reading), reading};
    }
    if (declared.equals("java.lang.Iterable")) {
      boolean isThere = result instanceof Collection<?>;
      return isThere
          ? null
          : new Object[] {new ReadIterable<>((Iterable<?>) result, reading), reading};
    }
    if (WITH_FINALLY.contains(declared)) {
      return new @Nullable Object[] {withFinally(result, declared, reading), reading};
    }
    Class<?> type = Class.forName(declared, false, result.getClass().getClassLoader());
    InvocationHandler handler =
        STREAMS.contains(declared)
            ? new ReadStream(result, reading)
            : new ReadPublisher(result, reading);
    return new Object[] {like(type, handler), reading};
  }

  private static Object like(Class<?> type, InvocationHandler handler) {
    ClassLoader loader = type.getClassLoader();
    return Proxy.newProxyInstance(
        loader == null ? LazyResult.class.getClassLoader() : loader,
        new Class<?>[] {type},
        handler);
  }

  private static @Nullable Object withFinally(Object result, String declared, Reading reading)
      throws ReflectiveOperationException {
    Class<?> type = Class.forName(declared, false, result.getClass().getClassLoader());
    for (Method method : type.getMethods()) {
      if (method.getName().equals("doFinally") && method.getParameterCount() == 1) {
        Object told = like(method.getParameterTypes()[0], new Finally(reading));
        return method.invoke(result, told);
      }
    }
    throw new NoSuchMethodException(declared + ".doFinally");
  }

  /** Stands for the call. */
  static final class Reading {
    private static final long TOLD_EACH_NANOS = 1_000_000;

    private volatile long toldAt;
    private volatile boolean ended;

    /** Something was read of it. */
    void goesOn() {
      long now = System.nanoTime();
      if (!ended && now - toldAt >= TOLD_EACH_NANOS) {
        toldAt = now;
        JoulebookBridge.piece(this, null, false);
      }
    }

    /** It was read to its end, has failed or was given up. */
    void ends(boolean failed) {
      if (!ended) {
        ended = true;
        JoulebookBridge.finish(this, failed);
      }
    }
  }

  /** Tells by a listener's only method; Reactor's is told the signal. */
  private record Finally(Reading reading) implements InvocationHandler {
    @Override
    public @Nullable Object invoke(
        Object proxy, Method method, @Nullable Object @Nullable [] arguments) throws Throwable {
      if (method.getDeclaringClass() == Object.class) {
        return ofObject(this, proxy, method, arguments);
      }
      boolean failed =
          arguments != null && arguments.length == 1 && "onError".equals(told(arguments[0]));
      reading.ends(failed);
      return null;
    }

    private static String told(@Nullable Object signal) {
      return String.valueOf(signal);
    }
  }

  private static @Nullable Object ofObject(
      Object handler, Object proxy, Method method, @Nullable Object @Nullable [] arguments) {
    return switch (method.getName()) {
      case "equals" -> arguments != null && proxy == arguments[0];
      case "hashCode" -> System.identityHashCode(proxy);
      default -> handler.getClass().getSimpleName();
    };
  }

  private static @Nullable Object pass(
      Object to, Method method, @Nullable Object @Nullable [] arguments) throws Throwable {
    try {
      return method.invoke(to, arguments);
    } catch (InvocationTargetException thrown) {
      throw thrown.getCause();
    }
  }

  /** An iterator. */
  private static final class ReadIterator<T> implements Iterator<T> {
    private final Iterator<T> of;
    private final Reading reading;

    ReadIterator(Iterator<T> of, Reading reading) {
      this.of = of;
      this.reading = reading;
    }

    @Override
    public boolean hasNext() {
      boolean failed = true;
      boolean more = false;
      try {
        more = of.hasNext();
        failed = false;
      } finally {
        if (!more) {
          reading.ends(failed);
        }
      }
      return more;
    }

    @Override
    public T next() {
      boolean failed = true;
      try {
        T next = of.next();
        failed = false;
        return next;
      } finally {
        if (failed) {
          reading.ends(true);
        } else {
          reading.goesOn();
        }
      }
    }

    @Override
    public void remove() {
      of.remove();
    }
  }

  /** What iterates when it is asked to; the first time counts. */
  private record ReadIterable<T>(Iterable<T> of, Reading reading) implements Iterable<T> {
    @Override
    public Iterator<T> iterator() {
      return new ReadIterator<>(of.iterator(), reading);
    }

    @Override
    public Spliterator<T> spliterator() {
      return Spliterators.spliteratorUnknownSize(iterator(), 0);
    }

    @Override
    public String toString() {
      return of.toString();
    }
  }

  /** A stream, or one that a step makes of it: what is no step reads it to its end. */
  private record ReadStream(Object of, Reading reading) implements InvocationHandler {
    @Override
    public @Nullable Object invoke(
        Object proxy, Method method, @Nullable Object @Nullable [] arguments) throws Throwable {
      if (method.getDeclaringClass() == Object.class) {
        return ofObject(this, proxy, method, arguments);
      }
      String name = method.getName();
      boolean isRead = !name.equals("isParallel") && !name.equals("spliterator");
      boolean failed = true;
      boolean goesOn = false;
      try {
        @Nullable Object result = pass(of, method, arguments);
        failed = false;
        goesOn = result instanceof BaseStream<?, ?> || result instanceof Iterator<?>;
        return result == null || !goesOn ? result : goingOn(result, proxy, method);
      } finally {
        boolean isOver = isRead && !goesOn;
        if (failed || isOver) {
          reading.ends(failed);
        }
      }
    }

    private Object goingOn(Object result, Object proxy, Method method) {
      if (result == of) {
        return proxy;
      }
      return result instanceof Iterator<?> && method.getReturnType() == Iterator.class
          ? new ReadIterator<>((Iterator<?>) result, reading)
          : result instanceof BaseStream<?, ?>
              ? like(streamType(result), new ReadStream(result, reading))
              : result;
    }

    private static Class<?> streamType(Object stream) {
      for (Class<?> type = stream.getClass(); type != null; type = type.getSuperclass()) {
        for (Class<?> each : type.getInterfaces()) {
          if (STREAMS.contains(each.getName())) {
            return each;
          }
        }
      }
      throw new IllegalArgumentException(stream.getClass().getName());
    }
  }

  /** A publisher, of the JDK or of Reactive Streams: its first subscriber counts. */
  private record ReadPublisher(Object of, Reading reading) implements InvocationHandler {
    @Override
    public @Nullable Object invoke(
        Object proxy, Method method, @Nullable Object @Nullable [] arguments) throws Throwable {
      if (method.getDeclaringClass() == Object.class) {
        return ofObject(this, proxy, method, arguments);
      }
      if (arguments == null || arguments.length != 1 || arguments[0] == null) {
        return pass(of, method, arguments);
      }
      Class<?> subscriber = method.getParameterTypes()[0];
      return pass(
          of, method, new Object[] {like(subscriber, new ReadSubscriber(arguments[0], reading))});
    }
  }

  /** Who reads what is published. */
  private record ReadSubscriber(Object of, Reading reading) implements InvocationHandler {
    @Override
    public @Nullable Object invoke(
        Object proxy, Method method, @Nullable Object @Nullable [] arguments) throws Throwable {
      if (method.getDeclaringClass() == Object.class) {
        return ofObject(this, proxy, method, arguments);
      }
      switch (method.getName()) {
        case "onNext" -> reading.goesOn();
        case "onComplete" -> reading.ends(false);
        case "onError" -> reading.ends(true);
        default -> {
          Object subscription = like(method.getParameterTypes()[0], subscription(arguments));
          return pass(of, method, new Object[] {subscription});
        }
      }
      return pass(of, method, arguments);
    }

    private InvocationHandler subscription(@Nullable Object @Nullable [] arguments) {
      Object its = arguments == null ? null : arguments[0];
      return (proxy, method, passed) -> {
        if (method.getDeclaringClass() == Object.class) {
          return ofObject(this, proxy, method, passed);
        }
        if (method.getName().equals("cancel")) {
          reading.ends(false);
        }
        return its == null ? null : pass(its, method, passed);
      };
    }
  }
}
