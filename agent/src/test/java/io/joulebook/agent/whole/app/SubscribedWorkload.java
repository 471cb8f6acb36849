package io.joulebook.agent.whole.app;

import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Maybe;
import io.reactivex.rxjava3.core.Observable;
import io.reactivex.rxjava3.core.Single;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Methods that return publishers of Reactor and RxJava, which work when they are subscribed. */
public final class SubscribedWorkload {
  private static final long STEP = 40;

  public static void main(String[] args) {
    SubscribedWorkload workload = new SubscribedWorkload();
    Flux<Long> three = workload.three();
    check(three.collectList().block(), List.of(0L, 1L, 2L));
    check(three.concatWith(three).count().block(), 6L);
    check(workload.three().take(1).collectList().block(), List.of(0L));
    check(workload.context().contextWrite(context -> context.put("who", "me")).block(), "me");
    check(workload.context().onErrorReturn("nobody").retry(1).block(), "nobody");
    check(workload.many().map(i -> 2 * i).reduce(Integer::sum).block(), 9_900);
    Mono<Long> unread = workload.one();
    check(workload.failing().retry(1).onErrorReturn("failed").block(), "failed");
    check(workload.flowable().toList().blockingGet(), List.of(0L, 1L, 2L));
    check(workload.flowable().take(1).toList().blockingGet(), List.of(0L));
    check(workload.observable().take(1).toList().blockingGet(), List.of(0L));
    check(workload.single().blockingGet(), 0L);
    check(workload.maybe().blockingGet(), 0L);
    workload.completable().onErrorComplete().blockingAwait();
    System.out.println("made " + unread.getClass().getSimpleName().startsWith("Mono"));
    System.exit(0);
  }

  private static void check(Object found, Object expected) {
    if (!expected.equals(found)) {
      throw new AssertionError(found + " is not " + expected);
    }
  }

  Flux<Long> three() {
    return Flux.interval(Duration.ofMillis(STEP)).take(3);
  }

  Mono<Long> one() {
    return Mono.delay(Duration.ofMillis(STEP));
  }

  Mono<String> context() {
    return Mono.deferContextual(context -> Mono.just(context.<String>get("who")));
  }

  Flux<Integer> many() {
    return Flux.range(0, 100);
  }

  Mono<String> failing() {
    return Mono.delay(Duration.ofMillis(STEP))
        .flatMap(done -> Mono.error(new IllegalStateException("no")));
  }

  Flowable<Long> flowable() {
    return Flowable.interval(STEP, TimeUnit.MILLISECONDS).take(3);
  }

  Observable<Long> observable() {
    return Observable.interval(STEP, TimeUnit.MILLISECONDS).take(3);
  }

  Single<Long> single() {
    return Single.timer(STEP, TimeUnit.MILLISECONDS);
  }

  Maybe<Long> maybe() {
    return Maybe.timer(STEP, TimeUnit.MILLISECONDS);
  }

  Completable completable() {
    return Completable.timer(STEP, TimeUnit.MILLISECONDS)
        .andThen(Completable.error(new IllegalStateException("no")));
  }
}
