package io.joulebook.agent.whole.app;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.Executors;

/** A server of the JDK's own kind that calls {@link Ranker}, on the thread that serves. */
public final class HttpWorkload {
  private final Ranker ranker = new Ranker();

  private HttpWorkload() {}

  public static void main(String[] args) throws Exception {
    HttpWorkload workload = new HttpWorkload();
    InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    HttpServer server = HttpServer.create(any, 0);
    server.createContext("/rank", workload::rank);
    server.createContext("/traced", exchange -> WithinSpan.run(() -> workload.rank(exchange)));
    server.createContext("/fail", workload::fail);
    server.setExecutor(Executors.newFixedThreadPool(1));
    server.start();
    System.out.println("listening on http://127.0.0.1:" + server.getAddress().getPort());
  }

  private void rank(HttpExchange exchange) throws IOException {
    ranker.score(2);
    exchange.sendResponseHeaders(204, -1);
    exchange.close();
  }

  private void fail(HttpExchange exchange) {
    exchange.close();
    throw new IllegalStateException("as the host would");
  }
}
