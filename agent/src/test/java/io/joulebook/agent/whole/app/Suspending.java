package io.joulebook.agent.whole.app;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import kotlin.ResultKt;
import kotlin.Unit;
import kotlin.coroutines.Continuation;
import kotlin.coroutines.CoroutineContext;
import kotlin.coroutines.EmptyCoroutineContext;
import kotlin.coroutines.intrinsics.CoroutineSingletons;
import kotlin.coroutines.jvm.internal.ContinuationImpl;

/**
 * {@code suspend fun rank(millis: Long): String { delay(millis); delay(millis); return "ranked" }},
 * as Kotlin's compiler makes it: one method that is entered anew after each suspension.
 */
final class Suspending {
  /** The function; a negative time makes it fail after its first suspension. */
  Object rank(long millis, Continuation<? super String> caller) {
    State state;
    if (caller instanceof State own && (own.label & Integer.MIN_VALUE) != 0) {
      own.label -= Integer.MIN_VALUE;
      state = own;
    } else {
      state = new State(this, millis, caller);
    }
    ResultKt.throwOnFailure(state.result);
    if (state.label == 1 && state.millis < 0) {
      throw new IllegalStateException("negative");
    }
    if (state.label == 2) {
      return "ranked";
    }
    state.label++;
    CompletableFuture.delayedExecutor(Math.abs(state.millis), TimeUnit.MILLISECONDS)
        .execute(() -> state.resumeWith(Unit.INSTANCE));
    return CoroutineSingletons.COROUTINE_SUSPENDED;
  }

  private static final class State extends ContinuationImpl {
    private final Suspending function;
    private final long millis;
    private Object result = Unit.INSTANCE;
    private int label;

    State(Suspending function, long millis, Continuation<?> caller) {
      super(cast(caller));
      this.function = function;
      this.millis = millis;
    }

    @SuppressWarnings("unchecked")
    private static Continuation<Object> cast(Continuation<?> caller) {
      return (Continuation<Object>) caller;
    }

    @Override
    protected Object invokeSuspend(Object outcome) {
      result = outcome;
      label |= Integer.MIN_VALUE;
      return function.rank(0, cast2());
    }

    @SuppressWarnings("unchecked")
    private Continuation<? super String> cast2() {
      return (Continuation<? super String>) (Continuation<?>) this;
    }
  }

  /**
   * Calls it so often from one coroutine, that is with one continuation; says how often it failed.
   */
  int callInARow(int times, long millis) throws InterruptedException {
    Caller caller = new Caller();
    int failed = 0;
    for (int i = 0; i < times; i++) {
      caller.done = new CompletableFuture<>();
      rank(millis, caller);
      try {
        caller.done.get();
      } catch (ExecutionException expected) {
        failed++;
      }
    }
    return failed;
  }

  private static final class Caller implements Continuation<String> {
    private CompletableFuture<Object> done = new CompletableFuture<>();

    @Override
    public CoroutineContext getContext() {
      return EmptyCoroutineContext.INSTANCE;
    }

    @Override
    public void resumeWith(Object result) {
      try {
        ResultKt.throwOnFailure(result);
        done.complete(result);
      } catch (Throwable failure) {
        done.completeExceptionally(failure);
      }
    }
  }
}
