package io.joulebook.agent.whole.app;

import io.javalin.Javalin;
import io.undertow.Handlers;
import io.undertow.Undertow;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.eclipse.jetty.http.pathmap.UriTemplatePathSpec;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.ContextHandler;
import org.eclipse.jetty.server.handler.PathMappingsHandler;
import org.eclipse.jetty.util.Callback;

/** Serves with one framework, in one way, and asks itself until its input says to end. */
public final class FrameworkWorkload {
  private static final String HOST = InetAddress.getLoopbackAddress().getHostAddress();
  private static final String PATH = "/models/7/score";
  private static final Ranker RANKER = new Ranker();

  private FrameworkWorkload() {}

  public static void main(String[] args) throws Exception {
    URI address = URI.create("http://" + HOST + ":" + start(args[0]));
    HttpClient client = HttpClient.newHttpClient();
    while (System.in.available() == 0) {
      Thread.sleep(20);
      int status =
          client
              .send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.discarding())
              .statusCode();
      if (status != 200) {
        throw new IllegalStateException(address + ": " + status);
      }
    }
    System.exit(0); // the servers' threads would live on
  }

  private static String start(String way) throws Exception {
    return switch (way.substring(0, way.indexOf('-'))) {
      case "vertx" -> vertx(way);
      case "webflux" -> WebFluxWorkload.start() + "/models/7/" + way.substring("webflux-".length());
      case "ktor" -> KtorWorkload.start(HOST) + "/models/7/" + way.substring("ktor-".length());
      case "jetty" -> jetty(way);
      case "undertow" -> undertow(way);
      case "javalin" -> javalin();
      case "async" -> AsyncServletWorkload.start(way, HOST) + PATH;
      default -> throw new IllegalArgumentException(way);
    };
  }

  private static String rank() {
    return String.valueOf(RANKER.score(1));
  }

  // ---- Vert.x Web

  private static String vertx(String way) throws Exception {
    Vertx vertx = Vertx.vertx();
    Router router = Router.router(vertx);
    router.route().handler(RoutingContext::next);
    Router routes = way.equals("vertx-mounted") ? Router.router(vertx) : router;
    if (way.equals("vertx-worker")) {
      routes
          .get("/models/:id/score")
          .handler(
              context -> vertx.executeBlocking(FrameworkWorkload::rank).onSuccess(context::end));
    } else {
      routes.get("/models/:id/score").handler(context -> context.end(rank()));
    }
    if (routes != router) {
      router.route("/api/*").subRouter(routes);
    }
    int port =
        vertx
            .createHttpServer()
            .requestHandler(router)
            .listen(0, HOST)
            .toCompletionStage()
            .toCompletableFuture()
            .get()
            .actualPort();
    return port + (routes == router ? "" : "/api") + PATH;
  }

  // ---- Jetty

  private static String jetty(String way) throws Exception {
    Server server = new Server(new InetSocketAddress(HOST, 0));
    PathMappingsHandler mappings = new PathMappingsHandler();
    mappings.addMapping(new UriTemplatePathSpec("/models/{id}/score"), new Ranking());
    boolean mapped = way.equals("jetty-mapped");
    server.setHandler(new ContextHandler(mapped ? mappings : new Ranking(), "/api"));
    server.start();
    return ((ServerConnector) server.getConnectors()[0]).getLocalPort() + "/api" + PATH;
  }

  private static final class Ranking extends Handler.Abstract {
    @Override
    public boolean handle(Request request, Response response, Callback callback) {
      rank();
      response.setStatus(200);
      callback.succeeded();
      return true;
    }
  }

  // ---- Undertow

  private static String undertow(String way) {
    HttpHandler ranking = exchange -> exchange.getResponseSender().send(rank());
    HttpHandler root =
        switch (way) {
          case "undertow-template" -> Handlers.routing().get("/models/{id}/score", ranking);
          case "undertow-path" -> Handlers.path().addPrefixPath("/models", ranking);
          default ->
              Handlers.routing().get("/models/{id}/score", exchange -> dispatch(exchange, ranking));
        };
    Undertow server = Undertow.builder().addHttpListener(0, HOST).setHandler(root).build();
    server.start();
    InetSocketAddress at = (InetSocketAddress) server.getListenerInfo().get(0).getAddress();
    return at.getPort() + PATH;
  }

  private static void dispatch(HttpServerExchange exchange, HttpHandler handler) {
    exchange.dispatch(handler);
  }

  // ---- Javalin

  private static String javalin() {
    Javalin server =
        Javalin.create(
                config -> {
                  config.startup.showJavalinBanner = false;
                  config.routes.before(context -> context.header("X-Seen", "1"));
                  config.routes.get("/models/{id}/score", context -> context.result(rank()));
                })
            .start(HOST, 0);
    return server.port() + PATH;
  }
}
