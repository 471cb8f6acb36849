package io.joulebook.grafana;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The metrics of a metered server, at a loopback address, most of whose calls are over their
 * budget; later none is. Every scrape finds some more calls.
 */
final class OverBudgetServer implements AutoCloseable {
  private static final long FEW = 30;
  private static final long VERY_MANY = 1_000_000;

  private final HttpServer server;
  private final AtomicLong within = new AtomicLong();
  private final AtomicLong over = new AtomicLong();
  private volatile boolean thrifty;

  private OverBudgetServer(HttpServer server) {
    this.server = server;
  }

  static OverBudgetServer start() throws IOException {
    InetSocketAddress free = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    OverBudgetServer made = new OverBudgetServer(HttpServer.create(free, 0));
    made.server.createContext("/metrics", made::answer);
    made.server.start();
    return made;
  }

  String address() {
    return "127.0.0.1:" + server.getAddress().getPort();
  }

  /** From now on calls keep their budget, and are so many that the windows of hours forget. */
  void saveEnergy() {
    thrifty = true;
  }

  private void answer(HttpExchange exchange) throws IOException {
    within.addAndGet(thrifty ? VERY_MANY : FEW / 3);
    over.addAndGet(thrifty ? 0 : FEW);
    byte[] page = page().getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "text/plain; version=0.0.4");
    exchange.sendResponseHeaders(200, page.length);
    try (OutputStream body = exchange.getResponseBody()) {
      body.write(page);
    }
  }

  private String page() {
    return """
        # TYPE joulebook_build_info gauge
        joulebook_build_info{version="0.1.0"} 1
        # TYPE joulebook_runbooks_info gauge
        joulebook_runbooks_info{url=""} 1
        # TYPE joulebook_budget_objective_ratio gauge
        joulebook_budget_objective_ratio{budget="embed"} 0.99
        # TYPE joulebook_budget_calls_total counter
        joulebook_budget_calls_total{budget="embed",verdict="within",source="simulated"} %d
        joulebook_budget_calls_total{budget="embed",verdict="over",source="simulated"} %d
        # TYPE joulebook_budget_energy_joules_total counter
        joulebook_budget_energy_joules_total{budget="embed",source="simulated"} %d
        """
        .formatted(within.get(), over.get(), within.get() + 10 * over.get());
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
