package io.joulebook.examples.server;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One path of the server: bytes in, JSON out, and a JSON error when something is wrong. */
final class Route implements HttpHandler {
  private static final Logger LOG = LoggerFactory.getLogger(Route.class);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int MAX_BYTES = 1 << 20;

  private final String path;
  private final String method;
  private final Action action;

  /** What the route does with the body of a request. */
  interface Action {
    Object answer(byte[] body) throws Exception;
  }

  Route(String path, String method, Action action) {
    this.path = path;
    this.method = method;
    this.action = action;
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      try {
        send(exchange, 200, action.answer(accepted(exchange)));
      } catch (BadRequest e) {
        send(exchange, e.status(), Map.of("error", e.reason()));
      } catch (IOException e) {
        throw e; // the client went away
      } catch (Exception e) {
        LOG.error("{} {} failed", exchange.getRequestMethod(), path, e);
        send(exchange, 500, Map.of("error", "the server failed, its log says why"));
      }
    }
  }

  private byte[] accepted(HttpExchange exchange) throws IOException, BadRequest {
    String asked = exchange.getRequestURI().getPath();
    if (!asked.equals(path)) {
      throw new BadRequest(404, "no such route: " + asked);
    }
    if (!exchange.getRequestMethod().equals(method)) {
      exchange.getResponseHeaders().set("Allow", method);
      throw new BadRequest(405, path + " takes " + method + ", not " + exchange.getRequestMethod());
    }
    byte[] body = exchange.getRequestBody().readNBytes(MAX_BYTES + 1);
    if (body.length > MAX_BYTES) {
      // A client that still sends would not read the answer.
      exchange.getRequestBody().transferTo(OutputStream.nullOutputStream());
      throw new BadRequest(413, "a request may have " + MAX_BYTES + " bytes, this one has more");
    }
    return body;
  }

  private static void send(HttpExchange exchange, int status, Object answer) throws IOException {
    byte[] body = JSON.writeValueAsBytes(answer);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
  }
}
