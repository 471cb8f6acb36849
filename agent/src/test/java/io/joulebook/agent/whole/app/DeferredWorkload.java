package io.joulebook.agent.whole.app;

import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

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
    workload.lazy().next();
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

  Iterator<String> lazy() {
    return List.of("a").iterator();
  }

  CompletionStage<String> never() {
    return new CompletableFuture<>();
  }
}
