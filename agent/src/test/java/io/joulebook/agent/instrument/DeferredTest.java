package io.joulebook.agent.instrument;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.util.concurrent.AbstractFuture;
import com.google.common.util.concurrent.Futures;
import com.google.common.util.concurrent.SettableFuture;
import io.netty.util.concurrent.DefaultPromise;
import io.netty.util.concurrent.ImmediateEventExecutor;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class DeferredTest {
  /** A future that nobody knows: to ask it may run anything. */
  private static final class Own implements Future<String> {
    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
      return false;
    }

    @Override
    public boolean isCancelled() {
      throw new AssertionError("asked");
    }

    @Override
    public boolean isDone() {
      throw new AssertionError("asked");
    }

    @Override
    public String get() {
      throw new AssertionError("asked");
    }

    @Override
    public String get(long timeout, TimeUnit unit) {
      throw new AssertionError("asked");
    }
  }

  @Test
  void futuresOfTheJdkGuavaAndNettyEndTheirCallsWhenTheyAreDone() {
    SettableFuture<String> guava = SettableFuture.create();
    DefaultPromise<String> netty = new DefaultPromise<>(ImmediateEventExecutor.INSTANCE);
    for (Future<?> future : List.of(new FutureTask<>(() -> ""), guava, netty)) {
      assertThat(Deferred.handle(future)).isSameAs(future);
      assertThat(Deferred.isPolled(future)).isTrue();
      assertThat(Deferred.isUntold(future)).isFalse();
    }
    guava.setException(new IllegalStateException());
    netty.setSuccess("");

    assertThat(Deferred.hasFailed(guava)).isTrue();
    assertThat(Deferred.handle(netty)).isNull();
  }

  /** It is a future too, and refuses to be asked. */
  @Test
  void aMinimalStageEndsItsCallWhenItTells() {
    CompletableFuture<String> future = new CompletableFuture<>();
    assertThat(Deferred.handle(future.minimalCompletionStage())).isNotNull();
    assertThat(Deferred.isUntold(Futures.immediateFuture(""))).isFalse();
  }

  @Test
  void ofAFutureThatIsThereItsValueIsRead() {
    assertThat(Deferred.valueOf(CompletableFuture.completedFuture("v"))).isEqualTo("v");
    CompletableFuture<String> failed = CompletableFuture.failedFuture(new Exception());
    assertThat(Deferred.valueOf(failed)).isSameAs(failed);
  }

  @Test
  void aFutureThatNobodyKnowsIsNotAsked() {
    assertThat(Deferred.handle(new Own())).isNull();
    assertThat(Deferred.isUntold(new Own())).isTrue();
  }

  /** A future of Guava's whose own answer may wait for anything. */
  private static final class Waiting extends AbstractFuture<String> {
    @Override
    public boolean isDone() {
      throw new AssertionError("asked");
    }
  }

  private static final class Plain extends AbstractFuture<String> {}

  @Test
  void aSubclassOfAKnownFutureIsAskedOnlyIfItDoesNotAnswerInItsOwnWay() {
    assertThat(Deferred.handle(new Waiting())).isNull();
    assertThat(Deferred.isUntold(new Waiting())).isTrue();
    assertThat(Deferred.isPolled(new Plain())).isTrue();
  }

  @Test
  void whatMakesItsValuesLaterIsKnownWhateverTheMethodDeclares() {
    Flow.Publisher<String> publisher = subscriber -> {};
    assertThat(List.of(List.of().iterator(), List.of().stream(), publisher))
        .allMatch(Deferred::isUntold);
    assertThat(List.of(List.of(), "", new CompletableFuture<>())).noneMatch(Deferred::isUntold);
  }
}
