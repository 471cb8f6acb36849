package io.joulebook.examples.load;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Sends the same texts to both routes of the embedding server, several requests at a time.
 *
 * <p>Arguments: the server's address, requests per route, {@code bar} or {@code lines}, and the
 * file to write the tally to.
 */
public final class Load {
  private static final List<String> ROUTES = List.of("/embed", "/embed-one-by-one");
  private static final int AT_A_TIME = 4;

  private final EmbeddingClient client;
  private final int requests;
  private final Progress progress;
  private final Tally tally = new Tally();

  private Load(EmbeddingClient client, int requests, Progress progress) {
    this.client = client;
    this.requests = requests;
    this.progress = progress;
  }

  public static void main(String[] args) throws Exception {
    int requests = Integer.parseInt(args[1]);
    Progress progress = new Progress(System.out, args[2].equals("bar"), requests * ROUTES.size());
    Load load = new Load(new EmbeddingClient(URI.create(args[0])), requests, progress);
    try {
      load.run();
    } catch (ExecutionException e) {
      System.out.println();
      System.out.println("A request failed: " + e.getCause());
      System.exit(1);
    }
    load.tally.write(Path.of(args[3]));
  }

  private void run() throws ExecutionException, InterruptedException {
    long start = System.nanoTime();
    ExecutorService threads = Executors.newFixedThreadPool(AT_A_TIME);
    try {
      for (Future<?> sent : sendAll(threads)) {
        sent.get();
      }
    } finally {
      threads.shutdownNow();
    }
    double seconds = (System.nanoTime() - start) / (double) TimeUnit.SECONDS.toNanos(1);
    System.out.printf(
        Locale.ROOT,
        "  %d texts in %.1f s, %d requests at a time%n",
        tally.total(),
        seconds,
        AT_A_TIME);
  }

  private List<Future<?>> sendAll(ExecutorService threads) {
    Sentences sentences = new Sentences();
    List<Future<?>> all = new ArrayList<>();
    for (int i = 0; i < requests; i++) {
      List<String> texts = sentences.next();
      for (String route : ROUTES) {
        all.add(threads.submit(() -> send(route, texts)));
      }
    }
    return all;
  }

  private EmbeddingClient.Embedded send(String route, List<String> texts)
      throws IOException, InterruptedException {
    EmbeddingClient.Embedded answer = client.embed(route, texts);
    if (answer.embeddings() != texts.size()) {
      throw new IOException(texts.size() + " texts sent, embeddings received: " + answer);
    }
    tally.add(answer.model(), answer.embeddings());
    progress.oneDone();
    return answer;
  }
}
