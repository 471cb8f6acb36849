package io.joulebook.collector.feed;

import io.joulebook.collector.json.Json;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import org.json.JSONException;

/**
 * Gets JSON over HTTP, in the manner that a guest in another's JVM owes: one deadline for all of a
 * request, however slowly its body drips; at most a mebibyte; no redirects, for a key would go
 * along to the other host; nothing compressed. It has a TLS context of its own, so that the host's
 * default one is set up when the host wants it, not earlier.
 */
final class FeedClient {
  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final Pattern JSON =
      Pattern.compile("(?i)application/([a-z0-9.+-]+\\+)?json *(;.*)?");
  private static final int MOST_THREADS = 4;

  private final HttpClient http;
  private final Duration deadline;
  private final InstantSource clock;

  FeedClient(Duration deadline, InstantSource clock) {
    this(deadline, clock, ownTls(), Optional.empty());
  }

  FeedClient(
      Duration deadline, InstantSource clock, SSLContext tls, Optional<ProxySelector> proxies) {
    this.deadline = deadline;
    this.clock = clock;
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(CONNECT)
            .sslContext(tls)
            .executor(threads());
    proxies.ifPresent(builder::proxy);
    http = builder.build();
  }

  private static ThreadPoolExecutor threads() {
    return new ThreadPoolExecutor(
        0,
        MOST_THREADS,
        1,
        TimeUnit.SECONDS,
        new SynchronousQueue<>(),
        FeedClient::daemon,
        new ThreadPoolExecutor.AbortPolicy());
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(null, work, "joulebook-feed-io", 0, false);
    thread.setDaemon(true);
    thread.setContextClassLoader(null);
    return thread;
  }

  private static SSLContext ownTls() {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, null, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JVM has no TLS", e);
    }
  }

  /** Asks, waits for the answer until the deadline, and gives up on it then. Never throws. */
  Answer get(URI uri, Map<String, String> headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri).timeout(deadline).header("Accept", "application/json");
    headers.forEach(request::header);
    CompletableFuture<HttpResponse<CappedBody.Taken>> response =
        http.sendAsync(request.GET().build(), info -> new CappedBody(info.statusCode() == 200));
    try {
      return answer(response.get(deadline.toNanos(), TimeUnit.NANOSECONDS));
    } catch (ExecutionException | TimeoutException e) {
      return new Answer.None(new Outcome.Unreachable(Optional.empty()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Answer.None(new Outcome.Unreachable(Optional.empty()));
    } finally {
      response.cancel(true);
    }
  }

  private Answer answer(HttpResponse<CappedBody.Taken> response) {
    return switch (response.statusCode()) {
      case 200 -> body(response.headers(), response.body());
      case 204 -> new Answer.None(new Outcome.NoData());
      case 401 -> new Answer.None(new Outcome.AuthFailed());
      case 403 -> new Answer.None(new Outcome.NotEntitled());
      case 404 -> new Answer.None(new Outcome.UnknownZone());
      case 410 -> new Answer.None(new Outcome.Gone());
      case 429 -> new Answer.None(new Outcome.RateLimited(retryAfter(response.headers())));
      default -> other(response);
    };
  }

  private Answer other(HttpResponse<?> response) {
    int hundreds = response.statusCode() / 100;
    if (hundreds == 5) {
      return new Answer.None(new Outcome.Unreachable(retryAfter(response.headers())));
    }
    return malformed(hundreds == 3 ? Rejection.REDIRECT : Rejection.STATUS);
  }

  private static Answer body(HttpHeaders headers, CappedBody.Taken body) {
    if (!headers.firstValue("Content-Encoding").orElse("identity").equalsIgnoreCase("identity")) {
      return malformed(Rejection.ENCODING);
    }
    if (!JSON.matcher(headers.firstValue("Content-Type").orElse("")).matches()) {
      return malformed(Rejection.CONTENT_TYPE);
    }
    return body.whole() ? json(body.bytes()) : malformed(Rejection.TOO_LARGE);
  }

  private static Answer json(ByteBuffer bytes) {
    try {
      return new Answer.Body(Json.parse(bytes.duplicate()), sha256(bytes));
    } catch (JSONException e) {
      return malformed(Rejection.NOT_JSON);
    }
  }

  private static Answer malformed(Rejection why) {
    return new Answer.None(new Outcome.Malformed(why));
  }

  static String sha256(ByteBuffer bytes) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(bytes.duplicate());
      return HexFormat.of().formatHex(digest.digest());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JVM has SHA-256", e);
    }
  }

  /** In seconds or as a date; what is neither says nothing. */
  private Optional<Duration> retryAfter(HttpHeaders headers) {
    return headers.firstValue("Retry-After").map(String::strip).flatMap(this::retryAfter);
  }

  private Optional<Duration> retryAfter(String text) {
    if (text.matches("[0-9]{1,12}")) {
      return Optional.of(Duration.ofSeconds(Long.parseLong(text)));
    }
    try {
      Instant until = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
      Duration wait = Duration.between(clock.instant(), until);
      return Optional.of(wait.isNegative() ? Duration.ZERO : wait);
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }
}
