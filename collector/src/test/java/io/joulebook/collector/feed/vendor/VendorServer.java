package io.joulebook.collector.feed.vendor;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.joulebook.collector.feed.http.FeedClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** A vendor's API on this host; it remembers what it was asked. */
public final class VendorServer implements AutoCloseable {
  public static final Instant NOW = Instant.parse("2026-11-23T12:07:00Z");

  private final List<Request> requests = new CopyOnWriteArrayList<>();
  private final Function<Request, Reply> vendor;
  private final HttpServer server;

  /** A request, its query decoded. */
  record Request(String path, Map<String, String> query, Map<String, List<String>> headers) {
    Optional<String> header(String name) {
      return headers.entrySet().stream()
          .filter(header -> header.getKey().equalsIgnoreCase(name))
          .map(header -> header.getValue().get(0))
          .findFirst();
    }
  }

  /** What it answers. */
  record Reply(int status, String contentType, String body) {
    static Reply json(String body) {
      return new Reply(200, "application/json; charset=utf-8", body);
    }

    static Reply status(int status) {
      return new Reply(status, "application/json", "{\"error\":\"no\"}");
    }
  }

  static {
    // The JDK's server else waits 40 ms between the headers and the body.
    System.setProperty("sun.net.httpserver.nodelay", "true");
  }

  VendorServer(Function<Request, Reply> vendor) {
    this.vendor = vendor;
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/", this::handle);
    server.start();
  }

  /** A vendor that says the same to everybody. */
  static VendorServer saying(String json) {
    return new VendorServer(request -> Reply.json(json));
  }

  /** The one place where tests of feeds make a client. */
  static FeedClient client(InstantSource clock) {
    return new FeedClient(Set.of("127.0.0.1"), clock);
  }

  static FeedClient client() {
    return client(InstantSource.fixed(NOW));
  }

  URI url() {
    return url("");
  }

  URI url(String path) {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
  }

  List<Request> requests() {
    return requests;
  }

  Request request() {
    return requests.get(requests.size() - 1);
  }

  private void handle(HttpExchange exchange) throws IOException {
    URI uri = exchange.getRequestURI();
    Request request =
        new Request(
            uri.getPath(), query(uri.getRawQuery()), Map.copyOf(exchange.getRequestHeaders()));
    requests.add(request);
    Reply reply = vendor.apply(request);
    byte[] body = reply.body().getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", reply.contentType());
    exchange.sendResponseHeaders(reply.status(), body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private static Map<String, String> query(String raw) {
    Map<String, String> query = new LinkedHashMap<>();
    for (String pair : raw == null ? new String[0] : raw.split("&", -1)) {
      int equals = pair.indexOf('=');
      query.put(pair.substring(0, equals), decode(pair.substring(equals + 1)));
    }
    return query;
  }

  private static String decode(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
