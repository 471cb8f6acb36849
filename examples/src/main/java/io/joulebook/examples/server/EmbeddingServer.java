package io.joulebook.examples.server;

import ai.djl.ModelException;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves sentence embeddings of all-MiniLM-L6-v2 over HTTP. {@code /embed} runs the texts of a
 * request through the model together, {@code /embed-one-by-one} each by itself.
 *
 * <p>The port is the first argument, else {@code PORT}, else 8080; the address is {@code HOST},
 * else the loopback.
 */
public final class EmbeddingServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(EmbeddingServer.class);
  private static final int THREADS = Math.max(4, Runtime.getRuntime().availableProcessors());
  private static final int SECONDS_TO_FINISH = 1;

  private final HttpServer http;
  private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);
  private final ModelFolder folder;
  private final SentenceModel batched;
  private final SentenceModel oneByOne;

  private EmbeddingServer(InetSocketAddress address) throws IOException, ModelException {
    http = HttpServer.create(address, 0);
    folder = ModelFolder.unpack();
    batched = SentenceModel.load("minilm-batched", folder.path());
    oneByOne = SentenceModel.load("minilm-one-by-one", folder.path());
    http.setExecutor(threads);
    route("/embed", "POST", body -> embeddings(batched, batched.embed(Texts.parse(body))));
    route(
        "/embed-one-by-one",
        "POST",
        body -> embeddings(oneByOne, oneByOne.embedOneByOne(Texts.parse(body))));
    route("/health", "GET", body -> health());
    http.createContext("/", new Route("/", "GET", body -> index()));
  }

  /** Starts the server; it runs until the JVM is told to end. */
  public static void main(String[] args) throws Exception {
    // The model comes with this program: nothing is looked for on the network.
    System.setProperty("ai.djl.offline", "true");
    System.setProperty("OPT_OUT_TRACKING", "true");
    InetSocketAddress address = address(args, System.getenv());
    try {
      EmbeddingServer server = new EmbeddingServer(address);
      Runtime.getRuntime().addShutdownHook(new Thread(server::close, "shutdown"));
      server.start();
    } catch (BindException e) {
      LOG.error("Cannot listen on {}: {}. Choose another port: PORT=8081", address, e.getMessage());
      System.exit(1);
    }
  }

  static InetSocketAddress address(String[] args, Map<String, String> environment) {
    String port = args.length > 0 ? args[0] : environment.getOrDefault("PORT", "8080");
    String host = environment.getOrDefault("HOST", "127.0.0.1");
    try {
      return new InetSocketAddress(host, Integer.parseInt(port));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("not a port: " + port + " (0 to 65535)", e);
    }
  }

  private void route(String path, String method, Route.Action action) {
    http.createContext(path, new Route(path, method, action));
  }

  private record Embeddings(String model, List<float[]> embeddings) {}

  private static Embeddings embeddings(SentenceModel model, List<float[]> vectors) {
    return new Embeddings(model.name(), vectors);
  }

  private Map<String, Object> health() {
    return Map.of(
        "status",
        "ok",
        "models",
        Map.of(batched.name(), batched.device(), oneByOne.name(), oneByOne.device()));
  }

  private static Map<String, Object> index() {
    return Map.of("routes", List.of("POST /embed", "POST /embed-one-by-one", "GET /health"));
  }

  private void start() {
    http.start();
    LOG.info(
        "Listening on http://{}:{}, models on {}",
        http.getAddress().getHostString(),
        http.getAddress().getPort(),
        batched.device());
  }

  /** Lets the requests in flight finish, for a second, and frees the models. */
  @Override
  public void close() {
    http.stop(SECONDS_TO_FINISH);
    threads.shutdown();
    try {
      if (!threads.awaitTermination(SECONDS_TO_FINISH, TimeUnit.SECONDS)) {
        LOG.warn("Some requests did not finish");
        return; // their model must not be freed under them
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return;
    }
    batched.close();
    oneByOne.close();
    folder.close();
  }
}
