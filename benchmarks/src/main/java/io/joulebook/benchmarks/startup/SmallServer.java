package io.joulebook.benchmarks.startup;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executors;

/**
 * A small HTTP server that sends itself {@link #REQUESTS} requests, says {@code first} after the
 * first answer and {@code served} after the last, names its threads for each line on its input, and
 * ends with its input.
 */
final class SmallServer {
  static final int REQUESTS = 41;
  private static final int THREADS = 4;

  private SmallServer() {}

  public static void main(String[] args) throws IOException {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    HttpServer server = HttpServer.create(new InetSocketAddress(loopback, 0), 0);
    server.setExecutor(Executors.newFixedThreadPool(THREADS));
    server.createContext("/score", SmallServer::answer);
    server.start();
    request(server.getAddress());
    System.out.println("first");
    for (int i = 1; i < REQUESTS; i++) {
      request(server.getAddress());
    }
    System.out.println("served");
    obey();
    System.exit(0);
  }

  private static void answer(HttpExchange exchange) throws IOException {
    int score = Ranker.score(exchange.getRequestBody().readAllBytes());
    byte[] body = String.valueOf(score).getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(200, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private static void request(InetSocketAddress address) throws IOException {
    String request =
        "POST /score HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: 5\r\n\r\nhello";
    try (Socket socket = new Socket(address.getAddress(), address.getPort())) {
      socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
      String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (!answer.startsWith("HTTP/1.1 200")) {
        throw new IOException(answer);
      }
    }
  }

  private static void obey() throws IOException {
    BufferedReader commands =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    while (commands.readLine() != null) {
      StringBuilder names = new StringBuilder();
      for (Thread thread : Thread.getAllStackTraces().keySet()) {
        names.append(thread.getName()).append(';');
      }
      System.out.println(names);
    }
  }
}
