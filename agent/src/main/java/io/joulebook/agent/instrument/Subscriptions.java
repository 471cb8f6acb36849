package io.joulebook.agent.instrument;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Makes each subscription of a publisher a call, which begins with it and ends when the publisher
 * completes, fails or is cancelled. The publisher is extended by its library's own operators, so
 * that what subscribers see of it (context, demand, fusion) stays as it is. Thread-safe.
 */
final class Subscriptions {
  /** The classes that have all operators needed, of Reactor and of RxJava 2 and 3. */
  private static final Set<String> PUBLISHERS =
      Set.of(
          "reactor.core.publisher.Flux",
          "reactor.core.publisher.Mono",
          "io.reactivex.rxjava3.core.Completable",
          "io.reactivex.rxjava3.core.Flowable",
          "io.reactivex.rxjava3.core.Maybe",
          "io.reactivex.rxjava3.core.Observable",
          "io.reactivex.rxjava3.core.Single",
          "io.reactivex.Completable",
          "io.reactivex.Flowable",
          "io.reactivex.Maybe",
          "io.reactivex.Observable",
          "io.reactivex.Single");

  private static final ClassValue<Operators> OPERATORS =
      new ClassValue<>() {
        @Override
        protected Operators computeValue(Class<?> publisher) {
          return Operators.of(publisher);
        }
      };

  private Subscriptions() {}

  /** Whether a method that declares this type can have each subscription counted. */
  static boolean isOf(String returnType) {
    return PUBLISHERS.contains(returnType);
  }

  /** Stands for one subscription, while something else in the pipeline holds it. */
  private static final class Subscription {
    volatile boolean failed;

    void begin(int site) {
      JoulebookBridge.begin(site, null, this, null);
    }

    void end() {
      JoulebookBridge.finish(this, failed);
    }
  }

  /**
   * The same publisher, whose subscriptions are calls of that site.
   *
   * @param complaints is told if it cannot be extended; then it is as it was, and nothing is
   *     counted
   */
  static Object counted(int site, Object publisher, Consumer<String> complaints) {
    try {
      for (Class<?> type = publisher.getClass(); type != null; type = type.getSuperclass()) {
        if (isOf(type.getName())) {
          Operators operators = OPERATORS.get(type);
          return operators.deferred(() -> subscribed(site, publisher, operators));
        }
      }
      throw new IllegalStateException("it is of another library");
    } catch (ReflectiveOperationException | RuntimeException | LinkageError cannot) {
      complaints.accept(
          "hooks.custom: the subscriptions of a "
              + publisher.getClass().getName()
              + " are not counted: "
              + cannot);
      return publisher;
    }
  }

  // In the pipeline of the host, as it is subscribed: whatever happens, the host gets its own.
  private static Object subscribed(int site, Object publisher, Operators operators) {
    Subscription subscription = new Subscription();
    try {
      Object told =
          operators.watched(publisher, () -> subscription.failed = true, subscription::end);
      subscription.begin(site);
      return told;
    } catch (Throwable cannot) {
      return publisher;
    }
  }

  /** The operators of one class of publishers. */
  private record Operators(Method defer, Method onError, Method onTerminate, Method onCancel) {
    static Operators of(Class<?> publisher) {
      return new Operators(
          find(publisher, List.of("defer"), true),
          find(publisher, List.of("doOnError"), false),
          find(publisher, List.of("doOnTerminate"), false),
          find(publisher, List.of("doOnCancel", "doOnDispose"), false));
    }

    private static Method find(Class<?> publisher, List<String> names, boolean isStatic) {
      for (String name : names) {
        for (Method method : publisher.getMethods()) {
          if (method.getName().equals(name)
              && method.getParameterCount() == 1
              && Modifier.isStatic(method.getModifiers()) == isStatic
              && method.getParameterTypes()[0].isInterface()
              && method.getReturnType() == publisher) {
            return method;
          }
        }
      }
      throw new IllegalStateException(publisher + " has no " + names);
    }

    Object deferred(Supplier<@Nullable Object> source) throws ReflectiveOperationException {
      return defer.invoke(null, function(defer, source));
    }

    Object watched(Object publisher, Runnable failed, Runnable ended)
        throws ReflectiveOperationException {
      Object told = on(onError, publisher, failed);
      return on(onCancel, on(onTerminate, told, ended), ended);
    }

    private static Object on(Method operator, Object publisher, Runnable then)
        throws ReflectiveOperationException {
      return operator.invoke(publisher, function(operator, () -> quietly(then)));
    }

    private static @Nullable Object quietly(Runnable then) {
      try {
        then.run();
      } catch (Throwable unsaid) {
        return null; // the call's end is lost, and nothing of the host's
      }
      return null;
    }

    // The libraries have functional interfaces of their own, or the JDK's.
    private static Object function(Method operator, Supplier<@Nullable Object> step) {
      Class<?> type = operator.getParameterTypes()[0];
      if (type == Supplier.class) {
        return step;
      }
      if (type == Consumer.class) {
        return (Consumer<?>) value -> run(step);
      }
      if (type == Runnable.class) {
        return (Runnable) () -> run(step);
      }
      InvocationHandler handler =
          (proxy, method, arguments) -> called(proxy, method, arguments, step);
      return Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler);
    }

    private static void run(Supplier<@Nullable Object> step) {
      Object unused = step.get();
    }

    private static @Nullable Object called(
        Object proxy,
        Method method,
        Object @Nullable [] arguments,
        Supplier<@Nullable Object> step) {
      if (Modifier.isAbstract(method.getModifiers()) && method.getDeclaringClass().isInterface()) {
        return step.get();
      }
      return switch (method.getName()) {
        case "hashCode" -> System.identityHashCode(proxy);
        case "equals" -> arguments != null && proxy == arguments[0];
        default -> "joulebook";
      };
    }
  }
}
