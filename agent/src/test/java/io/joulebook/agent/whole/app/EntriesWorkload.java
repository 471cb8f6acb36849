package io.joulebook.agent.whole.app;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** A server whose methods are metered in every way that an entry of {@code hooks.custom} has. */
public final class EntriesWorkload {
  /** What callers know of the models. */
  interface Scorer {
    long score(long item);

    /** Has a body of its own. */
    default long twice(long item) {
      return 2 * item;
    }
  }

  interface Ranked extends Scorer {}

  private static class Doubling implements Ranked {
    @Override
    public long score(long item) {
      return 2 * item;
    }
  }

  static final class Careful extends Doubling {
    @Override
    public long score(long item) {
      return super.score(item) - 1;
    }
  }

  private record Request(List<String> texts) {}

  private record Usage(int prompt, int completion) {}

  private record Answer(Usage usage) {}

  /** A model that reads texts. */
  private static final class Embedder {
    private final String name;
    private final ExecutorService pool = Executors.newFixedThreadPool(2);

    Embedder(String name) {
      this.name = name;
    }

    Answer embed(Request request) {
      return new Answer(new Usage(10 * request.texts().size(), name.length()));
    }

    CompletableFuture<Answer> later(Request request) {
      return CompletableFuture.supplyAsync(
          () -> new Answer(new Usage(7, request.texts().size())),
          CompletableFuture.delayedExecutor(50, TimeUnit.MILLISECONDS));
    }

    /** Waits for others, and works itself if there is one text only. */
    long all(Request request) throws Exception {
      if (request.texts().size() == 1) {
        return one(100);
      }
      List<CompletableFuture<Long>> parts =
          request.texts().stream()
              .map(text -> CompletableFuture.supplyAsync(() -> one(100), pool))
              .toList();
      for (CompletableFuture<Long> part : parts) {
        part.get();
      }
      Thread.sleep(500); // what waiting costs is nothing
      return parts.size();
    }

    static long one(long millis) {
      try {
        Thread.sleep(millis);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      return 1;
    }
  }

  private EntriesWorkload() {}

  public static void main(String[] args) throws Exception {
    long sum = 0;
    Class<?> type = Class.forName(EntriesWorkload.class.getName() + "$Careful");
    Scorer careful = (Scorer) type.getDeclaredConstructor().newInstance(); // before its interface
    for (int i = 0; i < 3; i++) {
      sum += careful.score(i) + new Doubling().score(i) + careful.twice(i);
    }
    for (String name : new String[] {"small", "large", ""}) {
      Embedder embedder = new Embedder(name);
      embedder.embed(new Request(List.of("a", "b", "c")));
      embedder.later(new Request(List.of("a", "b"))).get();
      embedder.pool.shutdown();
    }
    Object kotlin = Class.forName(args[0]).getConstructor().newInstance();
    kotlin.getClass().getMethod("rank-IoAF18A").invoke(kotlin);
    System.out.println("sum " + sum);
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    in.readLine();
    Embedder embedder = new Embedder("all");
    embedder.all(new Request(List.of("a", "b")));
    embedder.all(new Request(List.of("a")));
    embedder.pool.shutdown();
    in.readLine();
  }
}
