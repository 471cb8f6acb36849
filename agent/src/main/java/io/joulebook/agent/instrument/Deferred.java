package io.joulebook.agent.instrument;

import java.util.concurrent.CompletionStage;
import java.util.concurrent.ForkJoinTask;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Results that are not there yet when a method returns them: a {@code CompletionStage} says when it
 * is there, a {@code Future} of the JDK's is asked now and then, and a suspend function of Kotlin
 * goes on with the continuation that it was called with.
 */
final class Deferred {
  private Deferred() {}

  /** What ends the call that returned this; null if the result is there. */
  static @Nullable Object handle(Object result) {
    if (result instanceof Object[] suspendable && suspendable.length == 2) {
      return Coroutine.isSuspended(suspendable[0]) ? suspendable[1] : null;
    }
    boolean known = result instanceof CompletionStage<?> || isPolled(result);
    return known && !(result instanceof Future<?> future && future.isDone()) ? result : null;
  }

  /** Whether its maker does not tell when it is there, and to ask it runs no code of the host's. */
  static boolean isPolled(Object result) {
    return result instanceof Future<?>
        && !(result instanceof CompletionStage<?>)
        && (result.getClass().getClassLoader() == null || result instanceof ForkJoinTask<?>);
  }

  /** Has the call end when the result is there, on the thread that makes it. */
  static void tell(Object result) {
    if (result instanceof CompletionStage<?> stage) {
      try {
        stage.whenComplete((value, failure) -> JoulebookBridge.finish(stage, failure != null));
      } catch (Throwable unwilling) {
        JoulebookBridge.finish(stage, false);
      }
    }
  }
}
