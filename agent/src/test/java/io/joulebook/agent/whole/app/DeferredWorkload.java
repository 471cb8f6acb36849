package io.joulebook.agent.whole.app;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Flow;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Methods that return before their work is done; each is called some times, one after another. */
public final class DeferredWorkload {
  private static final long MILLIS = 120;

  private final ExecutorService pool = Executors.newFixedThreadPool(2);

  public static void main(String[] args) throws Exception {
    DeferredWorkload workload = new DeferredWorkload();
    for (int i = 0; i < 4; i++) {
      workload.staged(false).toCompletableFuture().get();
    }
    try {
      workload.staged(true).toCompletableFuture().get();
    } catch (ExecutionException expected) {
      System.out.println(expected.getCause().getMessage());
    }
    CompletableFuture.completedFuture(workload.done().toCompletableFuture().get()).get();
    for (int i = 0; i < 3; i++) {
      workload.submitted().get();
    }
    workload.readInPieces();
    CompletableFuture<String> onItsWay = workload.staged(false).toCompletableFuture();
    workload.shared(onItsWay);
    workload.shared(onItsWay);
    onItsWay.get();
    Suspending suspending = new Suspending();
    int failed = suspending.callInARow(9, MILLIS / 2) + suspending.callInARow(1, -MILLIS);
    System.out.println("suspended failed " + failed);
    workload.never();
    workload.pool.shutdown();
    System.out.println("done");
    while (System.in.available() == 0) { // the result that nobody has any more is collected
      System.gc();
      Thread.sleep(MILLIS);
    }
  }

  CompletionStage<String> staged(boolean fails) {
    return CompletableFuture.supplyAsync(
        () -> {
          if (fails) {
            throw new IllegalStateException("no");
          }
          return "yes";
        },
        CompletableFuture.delayedExecutor(MILLIS, TimeUnit.MILLISECONDS));
  }

  CompletionStage<String> done() {
    return CompletableFuture.completedFuture("at once");
  }

  Future<String> submitted() {
    return pool.submit(
        () -> {
          Thread.sleep(MILLIS);
          return "yes";
        });
  }

  CompletionStage<String> shared(CompletionStage<String> onItsWay) {
    return onItsWay;
  }

  // Each takes a while from the second of three pieces on.
  private void readInPieces() {
    List<String> read = new ArrayList<>();
    iterator().forEachRemaining(read::add);
    iterable().forEach(read::add);
    stream().map(String::trim).filter(each -> !each.isEmpty()).forEach(read::add);
    numbers().mapToObj(String::valueOf).forEach(read::add);
    flux().subscribe(read::add);
    Flux.from(publisher()).subscribe(read::add);
    flow().subscribe(new Reader(read));
    read.add(mono().block());
    try {
      failing().forEachRemaining(read::add);
    } catch (IllegalStateException expected) {
      read.add(expected.getMessage());
    }
    flux().take(2).subscribe(read::add); // given up
    System.out.println("read " + read.size());
    System.out.println("never read " + iterable().hashCode() + " " + iterator().next());
    System.out.println("a list is there: " + list().iterator().next());
  }

  private static String piece(int number) {
    if (number > 0) {
      try {
        Thread.sleep(MILLIS / 2);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
    return " " + number;
  }

  private static Stream<String> pieces() {
    return IntStream.range(0, 3).mapToObj(DeferredWorkload::piece);
  }

  Iterator<String> iterator() {
    return pieces().iterator();
  }

  Iterator<String> failing() {
    return pieces()
        .map(
            piece -> {
              if (piece.equals(" 2")) {
                throw new IllegalStateException("no");
              }
              return piece;
            })
        .iterator();
  }

  Iterable<String> iterable() {
    return () -> pieces().iterator();
  }

  Iterable<String> list() {
    return List.of("it is");
  }

  Stream<String> stream() {
    return pieces();
  }

  IntStream numbers() {
    return IntStream.range(0, 3).map(number -> piece(number).length());
  }

  Flux<String> flux() {
    return Flux.range(0, 3).map(DeferredWorkload::piece);
  }

  Publisher<String> publisher() {
    return Flux.range(0, 3).map(DeferredWorkload::piece);
  }

  Mono<String> mono() {
    return Mono.fromSupplier(() -> piece(1) + piece(2));
  }

  Flow.Publisher<String> flow() {
    return subscriber ->
        subscriber.onSubscribe(
            new Flow.Subscription() {
              @Override
              public void request(long n) {
                pieces().forEach(subscriber::onNext);
                subscriber.onComplete();
              }

              @Override
              public void cancel() {
                throw new IllegalStateException("nobody cancels");
              }
            });
  }

  private record Reader(List<String> read) implements Flow.Subscriber<String> {
    @Override
    public void onSubscribe(Flow.Subscription subscription) {
      subscription.request(3);
    }

    @Override
    public void onNext(String item) {
      read.add(item);
    }

    @Override
    public void onError(Throwable failure) {
      throw new IllegalStateException(failure);
    }

    @Override
    public void onComplete() {
      read.add("end");
    }
  }

  CompletionStage<String> never() {
    return new CompletableFuture<>();
  }
}
