package io.joulebook.collector.feed.http;

import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLContext;

/**
 * The JDK's HTTP client, as feeds use it. It is a class of its own because a runtime made by jlink
 * may lack the module {@code java.net.http}: then this class does not link, and nothing else fails.
 */
final class HttpTransport {
  private static final Duration CONNECT = Duration.ofSeconds(5);

  private final HttpClient http;

  /** With neither cookies nor an authenticator: those that the host set up are not used. */
  HttpTransport(SSLContext tls, Optional<ProxySelector> proxies, Executor threads) {
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(CONNECT)
            .sslContext(tls)
            .executor(threads);
    proxies.ifPresent(builder::proxy);
    http = builder.build();
  }

  /** Begins a request whose response completes the call; when the call ends, so does it. */
  void send(
      URI uri, Map<String, String> headers, Duration deadline, CompletableFuture<HttpReply> call) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri).timeout(deadline).setHeader("Accept", "application/json");
    headers.forEach(request::setHeader);
    CompletableFuture<HttpResponse<CappedBody.Taken>> response =
        http.sendAsync(request.GET().build(), info -> new CappedBody(info.statusCode() == 200));
    var unused =
        response
            .thenApply(HttpTransport::response)
            .whenComplete((got, error) -> pass(got, error, call));
    var unusedToo = call.whenComplete((got, error) -> response.cancel(true));
  }

  private static void pass(HttpReply got, Throwable error, CompletableFuture<HttpReply> call) {
    if (error == null) {
      call.complete(got);
    } else {
      call.completeExceptionally(error);
    }
  }

  private static HttpReply response(HttpResponse<CappedBody.Taken> got) {
    HttpHeaders headers = got.headers();
    // A proxy's 407 comes with null for a body, of which the JDK's documentation says nothing.
    CappedBody.Taken body = Objects.requireNonNullElse(got.body(), CappedBody.NOTHING);
    return new HttpReply(
        got.statusCode(),
        headers.firstValue("Content-Type"),
        headers.firstValue("Content-Encoding"),
        headers.firstValue("Retry-After"),
        body.bytes(),
        body.whole());
  }
}
