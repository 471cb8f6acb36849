import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.internal.DefaultExecutorProvider;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.model.embedding.onnx.allminilml6v2q.AllMiniLmL6V2QuantizedEmbeddingModel;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;

/** A server whose embeddings are made by LangChain4j: of several texts at once in its pool. */
public final class LangChain4jApp {
  private static final EmbeddingModel MODEL = new AllMiniLmL6V2QuantizedEmbeddingModel();

  private LangChain4jApp() {}

  public static void main(String[] args) throws Exception {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/here", exchange -> answer(exchange, () -> embed("one")));
    server.createContext("/pool", exchange -> answer(exchange, () -> embed("one", "two", "three")));
    server.createContext(
        "/executor",
        exchange ->
            answer(
                exchange,
                () ->
                    DefaultExecutorProvider.getDefaultExecutorService()
                        .submit(() -> embed("one"))
                        .get()));
    server.start();
    System.out.println("listening on http://127.0.0.1:" + server.getAddress().getPort());
    System.in.read();
    System.exit(0);
  }

  private interface Work {
    void run() throws InterruptedException, ExecutionException;
  }

  private static void answer(HttpExchange exchange, Work work) throws IOException {
    try {
      work.run();
    } catch (InterruptedException | ExecutionException e) {
      throw new IOException(e);
    }
    exchange.sendResponseHeaders(204, -1);
    exchange.close();
  }

  private static void embed(String... texts) {
    List<TextSegment> segments = Stream.of(texts).map(TextSegment::from).toList();
    MODEL.embedAll(segments);
  }
}
