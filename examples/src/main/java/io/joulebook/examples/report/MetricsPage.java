package io.joulebook.examples.report;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/** The agent's {@code /metrics} page. */
final class MetricsPage {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private final HttpClient http = HttpClient.newHttpClient();
  private final URI address;

  MetricsPage(URI address) {
    this.address = address;
  }

  /** What a wait came to: the last scrape, and whether it was as wanted. */
  record Outcome(Exposition metrics, boolean asWanted) {}

  /** Scrapes until the metrics are as wanted or the time is over. */
  Outcome await(Predicate<Exposition> wanted, Duration longest)
      throws IOException, InterruptedException {
    long deadline = System.nanoTime() + longest.toNanos();
    while (true) {
      boolean last = System.nanoTime() > deadline;
      try {
        Exposition metrics = scrape();
        if (last || wanted.test(metrics)) {
          return new Outcome(metrics, wanted.test(metrics));
        }
      } catch (ConnectException notYetServed) {
        if (last) {
          throw notYetServed;
        }
      }
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }

  private Exposition scrape() throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(address).timeout(PATIENCE).build();
    HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
    if (response.statusCode() != 200) {
      throw new IOException(address + " answered " + response.statusCode());
    }
    return Exposition.parse(response.body());
  }
}
