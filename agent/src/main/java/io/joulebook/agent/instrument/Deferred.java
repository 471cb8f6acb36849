package io.joulebook.agent.instrument;

import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.ForkJoinTask;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.stream.BaseStream;
import org.jspecify.annotations.Nullable;

/**
 * Results that are not there yet when a method returns them: a {@code CompletionStage} says when it
 * is there, a {@code Future} that is known is asked now and then, and a suspend function of Kotlin
 * goes on with the continuation that it was called with.
 */
final class Deferred {
  /** What makes its values when it is asked for them: a call that returns one ends too early. */
  private static final Set<String> LAZY =
      Set.of(
          "java.util.Iterator",
          "java.lang.Iterable",
          "java.util.stream.Stream",
          "java.util.stream.IntStream",
          "java.util.stream.LongStream",
          "java.util.stream.DoubleStream",
          "java.util.concurrent.Flow$Publisher",
          "org.reactivestreams.Publisher",
          "reactor.core.publisher.Mono",
          "reactor.core.publisher.Flux",
          "io.reactivex.rxjava3.core.Flowable",
          "io.reactivex.rxjava3.core.Observable",
          "io.reactivex.rxjava3.core.Single",
          "io.smallrye.mutiny.Uni",
          "io.smallrye.mutiny.Multi",
          "kotlinx.coroutines.flow.Flow",
          "kotlin.sequences.Sequence");

  private static final Privileged.OfClass<Boolean> ASKED =
      new Privileged.OfClass<>() {
        @Override
        protected Boolean compute(Class<?> type) {
          return isAsked(type);
        }
      };

  private Deferred() {}

  /** Whether a method that declares this type returns before the work is done, or even begun. */
  static boolean isLazy(String returnType) {
    return LAZY.contains(returnType);
  }

  /** What ends the call that returned this; null if the result is there. */
  static @Nullable Object handle(Object result) {
    if (result instanceof Object[] suspendable && suspendable.length == 2) {
      return Coroutine.isSuspended(suspendable[0]) ? suspendable[1] : null;
    }
    boolean known = result instanceof CompletionStage<?> || isPolled(result);
    return known && !hasSucceeded(result) ? result : null;
  }

  // What is there and has failed tells so like what is still to come.
  private static boolean hasSucceeded(Object result) {
    try {
      return result instanceof Future<?> future && future.isDone() && !hasFailed(future);
    } catch (UnsupportedOperationException minimalStage) {
      return false; // it tells when it is there, and nothing else
    }
  }

  /** Whether a future that is done has failed or was cancelled; it is not waited for. */
  static boolean hasFailed(Future<?> done) {
    if (done.isCancelled()) {
      return true;
    }
    if (done instanceof CompletableFuture<?> itself) {
      return itself.isCompletedExceptionally();
    }
    if (done instanceof ForkJoinTask<?> task) {
      return task.isCompletedAbnormally();
    }
    try {
      done.get(0, TimeUnit.NANOSECONDS);
      return false;
    } catch (InterruptedException meantForTheHost) {
      Thread.currentThread().interrupt();
      return false;
    } catch (TimeoutException notTold) {
      return false;
    } catch (ExecutionException | RuntimeException failed) {
      return true;
    }
  }

  /** Whether what it will hold is made later, and when cannot be told. */
  static boolean isUntold(@Nullable Object result) {
    return (result instanceof Future<?>
            && !(result instanceof CompletionStage<?>)
            && !isPolled(result)
            && !isThere(result))
        || result instanceof Iterator<?>
        || result instanceof BaseStream<?, ?>
        || result instanceof Flow.Publisher<?>;
  }

  /**
   * Whether its maker does not tell when it is there, and to ask it is known to wait for nothing:
   * futures of the JDK's, of Guava's and of Netty's, where these are packed under other names too,
   * and their subclasses that leave that to them.
   */
  static boolean isPolled(Object result) {
    return result instanceof Future<?>
        && !(result instanceof CompletionStage<?>)
        && (result.getClass().getClassLoader() == null
            || result instanceof ForkJoinTask<?>
            || ASKED.get(result.getClass()));
  }

  /** What a result is read of: of a future of the JDK's that is there already, its value. */
  static @Nullable Object valueOf(@Nullable Object result) {
    if (result instanceof CompletableFuture<?> future
        && future.getClass() == CompletableFuture.class
        && future.isDone()
        && !future.isCompletedExceptionally()) {
      return future.getNow(null);
    }
    return result;
  }

  // Guava's futures that were made with their value are of another class.
  private static boolean isThere(Object result) {
    return result.getClass().getName().endsWith("common.util.concurrent.ImmediateFuture");
  }

  private static boolean isAsked(Class<?> type) {
    for (Class<?> each = type; each != null; each = each.getSuperclass()) {
      String name = each.getName();
      if (name.endsWith("common.util.concurrent.AbstractFuture")
          || name.endsWith("netty.util.concurrent.DefaultPromise")) {
        return answersItself(type, each.getPackageName());
      }
    }
    return false;
  }

  // Not with a method that a subclass has in its place: that may wait for anything.
  private static boolean answersItself(Class<?> type, String library) {
    try {
      return List.of(
              type.getMethod("isDone"),
              type.getMethod("isCancelled"),
              type.getMethod("get", long.class, TimeUnit.class))
          .stream()
          .allMatch(method -> method.getDeclaringClass().getPackageName().equals(library));
    } catch (NoSuchMethodException | LinkageError unreadable) {
      return false;
    }
  }

  /**
   * Has the call end when the result is there, on the thread that makes it.
   *
   * @param usage reads what the result says of tokens
   */
  static void tell(Object result, Optional<Function<@Nullable Object, TokenUsage>> usage) {
    if (result instanceof CompletionStage<?> stage) {
      try {
        stage.whenComplete((value, failure) -> end(stage, value, failure != null, usage));
      } catch (Throwable unwilling) {
        JoulebookBridge.finish(stage, false);
      }
    }
  }

  private static void end(
      CompletionStage<?> stage,
      @Nullable Object value,
      boolean failed,
      Optional<Function<@Nullable Object, TokenUsage>> usage) {
    if (failed || usage.isEmpty()) {
      JoulebookBridge.finish(stage, failed);
    } else {
      JoulebookBridge.piece(stage, usage.get().apply(value), true);
    }
  }
}
