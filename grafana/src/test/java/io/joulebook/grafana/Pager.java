package io.joulebook.grafana;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A webhook at a loopback address that keeps what Alertmanager tells it. */
final class Pager implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpServer server;
  private final Queue<JsonNode> told = new ConcurrentLinkedQueue<>();

  private Pager(HttpServer server) {
    this.server = server;
  }

  static Pager start() throws IOException {
    InetSocketAddress free = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    Pager pager = new Pager(HttpServer.create(free, 0));
    pager.server.createContext("/", pager::take);
    pager.server.start();
    return pager;
  }

  String url() {
    return "http://127.0.0.1:" + port() + "/hook?team=a&team=b";
  }

  int port() {
    return server.getAddress().getPort();
  }

  private void take(HttpExchange exchange) throws IOException {
    told.add(JSON.readTree(exchange.getRequestBody()));
    exchange.sendResponseHeaders(200, -1);
    exchange.close();
  }

  /** The first notice of that status, if there was one. */
  Optional<JsonNode> notice(String status) {
    return told.stream().filter(one -> one.path("status").asText().equals(status)).findFirst();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
