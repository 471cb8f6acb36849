package io.joulebook.collector.feed.http;

import io.joulebook.collector.feed.FetchOutcome;
import io.joulebook.collector.feed.Rejection;
import io.joulebook.collector.json.Json;
import java.net.ProxySelector;
import java.net.URI;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Gets JSON over HTTP, in the manner that a guest in another's JVM owes: one deadline for all of a
 * request, however slowly its body drips; at most a mebibyte; no redirects, for a key would go
 * along to the other host; nothing compressed. It has a TLS context of its own, so that the host's
 * default one is set up when the host wants it, not earlier. Nothing is set up before the first
 * request.
 */
public final class FeedClient implements AutoCloseable {
  private static final Pattern JSON =
      Pattern.compile("(?i)application/([a-z0-9.+-]+\\+)?json *(;.*)?");
  private static final Duration DEADLINE = Duration.ofSeconds(10);
  private static final int MOST_THREADS = 4;
  private static final JsonBody UNREACHABLE =
      new JsonBody.None(new FetchOutcome.Unreachable(Optional.empty()));

  private final AllowedHosts hosts;
  private final Duration deadline;
  private final InstantSource clock;
  private final Optional<SSLContext> tls;
  private final Optional<ProxySelector> proxies;
  private final ThreadPoolExecutor threads = threads();
  private @Nullable HttpTransport wire;

  /** A client that gives up on a request after ten seconds. */
  public FeedClient(Set<String> hosts, InstantSource clock) {
    this(new AllowedHosts(hosts), DEADLINE, clock);
  }

  FeedClient(AllowedHosts hosts, Duration deadline, InstantSource clock) {
    this(hosts, deadline, clock, Optional.empty(), Optional.empty());
  }

  FeedClient(
      AllowedHosts hosts,
      Duration deadline,
      InstantSource clock,
      Optional<SSLContext> tls,
      Optional<ProxySelector> proxies) {
    this.hosts = hosts;
    this.deadline = deadline;
    this.clock = clock;
    this.tls = tls;
    this.proxies = proxies;
  }

  /** The queue has no bound: a task refused would end the JDK client's selector thread. */
  private static ThreadPoolExecutor threads() {
    ThreadPoolExecutor threads =
        new ThreadPoolExecutor(
            MOST_THREADS,
            MOST_THREADS,
            1,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            FeedClient::daemon);
    threads.allowCoreThreadTimeOut(true);
    return threads;
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(null, work, "joulebook-feed-io", 0, false);
    thread.setDaemon(true);
    thread.setContextClassLoader(null);
    // What ends it is not to reach the host's default handler.
    thread.setUncaughtExceptionHandler((ended, error) -> {});
    return thread;
  }

  /** Asks, waits for the answer until the deadline, and gives up on it then. Never throws. */
  public JsonBody get(URI uri, Map<String, String> headers) {
    if (!hosts.allow(uri)) {
      return malformed(Rejection.ADDRESS);
    }
    CompletableFuture<HttpReply> call = new CompletableFuture<>();
    // The JDK's client resolves names and asks the host's proxy selector before it returns.
    Runnable begin = () -> begin(uri, headers, call);
    try {
      threads.execute(begin);
      return answer(call.get(deadline.toNanos(), TimeUnit.NANOSECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return UNREACHABLE;
    } catch (ExecutionException | TimeoutException | RuntimeException | OutOfMemoryError e) {
      return UNREACHABLE;
    } finally {
      call.cancel(true);
      threads.remove(begin);
    }
  }

  private void begin(URI uri, Map<String, String> headers, CompletableFuture<HttpReply> call) {
    try {
      if (call.isDone()) {
        return;
      }
      wire().send(uri, headers, deadline, call);
    } catch (RuntimeException | Error | GeneralSecurityException e) {
      call.completeExceptionally(e);
    }
  }

  private synchronized HttpTransport wire() throws GeneralSecurityException {
    HttpTransport known = wire;
    if (known == null) {
      known = new HttpTransport(tls.isPresent() ? tls.get() : ownTls(), proxies, threads);
      wire = known;
    }
    return known;
  }

  private static SSLContext ownTls() throws GeneralSecurityException {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, null, null);
    return context;
  }

  private JsonBody answer(HttpReply response) {
    return switch (response.status()) {
      case 200 -> body(response);
      case 204 -> new JsonBody.None(new FetchOutcome.NoData());
      case 401 -> new JsonBody.None(new FetchOutcome.AuthFailed());
      case 403 -> new JsonBody.None(new FetchOutcome.NotEntitled());
      case 404 -> new JsonBody.None(new FetchOutcome.UnknownZone());
      // It is a proxy that answers 407: the feed was not reached.
      case 407 -> UNREACHABLE;
      case 410 -> new JsonBody.None(new FetchOutcome.Gone());
      case 429 -> new JsonBody.None(new FetchOutcome.RateLimited(retryAfter(response)));
      default -> other(response);
    };
  }

  private JsonBody other(HttpReply response) {
    int hundreds = response.status() / 100;
    if (hundreds == 5) {
      return new JsonBody.None(new FetchOutcome.Unreachable(retryAfter(response)));
    }
    return malformed(hundreds == 3 ? Rejection.REDIRECT : Rejection.STATUS);
  }

  private static JsonBody body(HttpReply response) {
    if (!response.encoding().orElse("identity").equalsIgnoreCase("identity")) {
      return malformed(Rejection.ENCODING);
    }
    if (!JSON.matcher(response.contentType().orElse("")).matches()) {
      return malformed(Rejection.CONTENT_TYPE);
    }
    return response.whole() ? json(response.body()) : malformed(Rejection.TOO_LARGE);
  }

  /** Whatever the parser throws, it is the answer's doing. */
  private static JsonBody json(ByteBuffer bytes) {
    try {
      return new JsonBody.Body(Json.parse(bytes.duplicate()), sha256(bytes));
    } catch (RuntimeException e) {
      return malformed(Rejection.NOT_JSON);
    }
  }

  private static JsonBody malformed(Rejection why) {
    return new JsonBody.None(new FetchOutcome.Malformed(why));
  }

  public static String sha256(ByteBuffer bytes) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(bytes.duplicate());
      return HexFormat.of().formatHex(digest.digest());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JVM has SHA-256", e);
    }
  }

  /** In seconds or as a date; what is neither says nothing. */
  private Optional<Duration> retryAfter(HttpReply response) {
    return response.retryAfter().map(String::strip).flatMap(this::retryAfter);
  }

  private Optional<Duration> retryAfter(String text) {
    if (text.matches("[0-9]{1,12}")) {
      return Optional.of(Duration.ofSeconds(Long.parseLong(text)));
    }
    try {
      Instant until = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
      Duration wait = Duration.between(clock.instant(), until);
      return Optional.of(wait.isNegative() ? Duration.ZERO : wait);
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  /** Every request from now on is unreachable; the JDK's client goes when it is collected. */
  @Override
  public synchronized void close() {
    threads.shutdown();
    wire = null;
  }
}
