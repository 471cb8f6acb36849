package io.joulebook.grafana;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A Grafana at a loopback address that keeps dashboards and folders, and answers as the <a
 * href="https://grafana.com/docs/grafana/latest/developers/http_api/dashboard/">dashboard</a> and
 * <a href="https://grafana.com/docs/grafana/latest/developers/http_api/folder/">folder</a> pages of
 * its HTTP API say (those of 2025, of Grafana 12).
 */
final class OneGrafana implements AutoCloseable {
  static final String TOKEN = "glsa_0123456789abcdef_secret";
  static final String USER = "editor";
  static final String PASSWORD = "pass\"word\\ 1&";

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String BASIC =
      "Basic "
          + Base64.getEncoder()
              .encodeToString((USER + ":" + PASSWORD).getBytes(StandardCharsets.UTF_8));

  private final HttpServer server;
  private final Map<String, Stored> dashboards = new ConcurrentHashMap<>();
  private final Map<String, String> folders = new ConcurrentHashMap<>();
  private final Map<String, Reply> fixed = new ConcurrentHashMap<>();
  private final List<String> asked = new CopyOnWriteArrayList<>();

  /** A dashboard, the uid of its folder, and how often it was saved. */
  record Stored(JsonNode dashboard, String folder, int version) {}

  /** A status and a body. */
  private record Reply(int status, String body) {}

  private OneGrafana(HttpServer server) {
    this.server = server;
  }

  static OneGrafana start() throws IOException {
    InetSocketAddress free = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    OneGrafana grafana = new OneGrafana(HttpServer.create(free, 0));
    grafana.server.createContext("/", grafana::take);
    grafana.server.start();
    return grafana;
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** Gives that answer whenever the path is asked for, or the dashboard of that uid is saved. */
  OneGrafana answering(String pathOrUid, int status, String body) {
    fixed.put(pathOrUid, new Reply(status, body));
    return this;
  }

  Map<String, Stored> dashboards() {
    return new HashMap<>(dashboards);
  }

  /** Titles by uid. */
  Map<String, String> folders() {
    return new HashMap<>(folders);
  }

  /** What it was asked, a method and a path each. */
  List<String> asked() {
    return List.copyOf(asked);
  }

  private void take(HttpExchange exchange) throws IOException {
    String request = exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath();
    byte[] body = exchange.getRequestBody().readAllBytes();
    asked.add(request);
    Reply reply = reply(exchange, request, body);
    byte[] text = reply.body().getBytes(StandardCharsets.UTF_8);
    if (reply.status() / 100 == 3) {
      exchange.getResponseHeaders().add("Location", "/elsewhere");
    }
    exchange.sendResponseHeaders(reply.status(), text.length);
    exchange.getResponseBody().write(text);
    exchange.close();
  }

  private Reply reply(HttpExchange exchange, String request, byte[] body) throws IOException {
    String path = exchange.getRequestURI().getPath();
    String authorization = exchange.getRequestHeaders().getFirst("Authorization");
    if (fixed.containsKey(path)) {
      return fixed.get(path);
    } else if (!List.of("Bearer " + TOKEN, BASIC).contains(String.valueOf(authorization))) {
      return said(401, "Invalid API key: " + authorization);
    } else if (request.equals("POST /api/dashboards/db")) {
      return save(JSON.readTree(body));
    } else if (request.equals("POST /api/folders")) {
      return makeFolder(JSON.readTree(body));
    } else if (request.startsWith("GET /api/folders/")) {
      String title = folders.get(path.replace("/api/folders/", ""));
      return title == null ? said(404, "folder not found") : said(200, title);
    }
    return said(404, "Not found");
  }

  private Reply save(JsonNode body) throws IOException {
    JsonNode dashboard = body.path("dashboard");
    String uid = dashboard.path("uid").asText();
    String folder = body.path("folderUid").asText();
    Stored before = dashboards.get(uid);
    if (fixed.containsKey(uid)) {
      return fixed.get(uid);
    } else if (dashboard.path("title").asText().isEmpty() || dashboard.has("id")) {
      return said(400, "bad request data");
    } else if (!folder.isEmpty() && !folders.containsKey(folder)) {
      return said(400, "folder not found");
    } else if (before != null && !body.path("overwrite").asBoolean()) {
      return refusal("name-exists", "A dashboard with the same uid already exists");
    }
    int version = before == null ? 1 : before.version() + 1;
    dashboards.put(uid, new Stored(dashboard, folder, version));
    ObjectNode saved = JSON.createObjectNode().put("id", dashboards.size()).put("uid", uid);
    saved.put("url", "/d/" + uid + "/x").put("status", "success").put("version", version);
    return new Reply(200, saved.put("slug", "x").toString());
  }

  private Reply makeFolder(JsonNode body) {
    String uid = body.path("uid").asText();
    if (folders.putIfAbsent(uid, body.path("title").asText()) != null) {
      return said(409, "a folder with the same uid exists");
    }
    return said(200, uid);
  }

  private static Reply said(int status, String message) {
    return new Reply(status, JSON.createObjectNode().put("message", message).toString());
  }

  private static Reply refusal(String status, String message) {
    return new Reply(412, refused(status, message));
  }

  /** The body of an answer of status 412. */
  static String refused(String status, String message) {
    return JSON.createObjectNode().put("message", message).put("status", status).toString();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
