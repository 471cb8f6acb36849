import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jboss.jandex.Indexer;
import org.jboss.resteasy.reactive.server.processor.ResteasyReactiveDeploymentManager;
import org.jboss.resteasy.reactive.server.processor.scanning.AsyncReturnTypeScanner;
import org.jboss.resteasy.reactive.server.spi.DefaultRuntimeConfiguration;
import org.jboss.resteasy.reactive.server.vertx.ResteasyReactiveVertxHandler;
import org.jboss.resteasy.reactive.server.vertx.VertxRequestContextFactory;
import org.jboss.resteasy.reactive.spi.BeanFactory;

/** Quarkus REST without the rest of Quarkus: asks one of its resources until its input ends it. */
public final class QuarkusRestApp {
  private static final ExecutorService POOL = Executors.newFixedThreadPool(2);

  /** A resource that calls on the thread that it is called on, and on another. */
  @Path("/models")
  public static class Models {
    /** Here. */
    @GET
    @Path("{id}/here")
    public String here(@PathParam("id") String id) {
      return score();
    }

    /** Elsewhere. */
    @GET
    @Path("{id}/elsewhere")
    public Uni<String> elsewhere(@PathParam("id") String id) {
      return Uni.createFrom().item(QuarkusRestApp::score).runSubscriptionOn(POOL);
    }
  }

  /** What is metered. */
  public static String score() {
    return "1";
  }

  public static void main(String[] args) throws Exception {
    Indexer indexer = new Indexer();
    indexer.indexClass(Models.class);
    ResteasyReactiveDeploymentManager.ScanResult scanned =
        ResteasyReactiveDeploymentManager.start(indexer.complete())
            .addMethodScanner(new AsyncReturnTypeScanner())
            .scan();
    Generated generated = new Generated();
    scanned
        .getGeneratedClasses()
        .forEach(type -> generated.classes.put(type.getName().replace('/', '.'), type.getData()));
    ResteasyReactiveDeploymentManager.PreparedApplication prepared =
        scanned.prepare(generated, name -> () -> instance(generated, name));
    prepared.addBuiltinSerializers();
    prepared.addScannedSerializers();
    Vertx vertx = Vertx.vertx();
    Router router = Router.router(vertx);
    router
        .route()
        .handler(
            new ResteasyReactiveVertxHandler(
                context -> {},
                prepared
                    .createApplication(configuration(), new VertxRequestContextFactory(), POOL)
                    .getInitialHandler()));
    int port =
        vertx
            .createHttpServer()
            .requestHandler(router)
            .listen(0, "127.0.0.1")
            .toCompletionStage()
            .toCompletableFuture()
            .get()
            .actualPort();
    ask(URI.create("http://127.0.0.1:" + port + "/models/7/" + args[0]));
    System.exit(0);
  }

  private static DefaultRuntimeConfiguration configuration() {
    return new DefaultRuntimeConfiguration(
        Duration.ofSeconds(10),
        false,
        System.getProperty("java.io.tmpdir"),
        List.of(),
        StandardCharsets.UTF_8,
        OptionalLong.empty(),
        2048,
        1000,
        1000,
        1000);
  }

  private static void ask(URI address) throws Exception {
    HttpClient client = HttpClient.newHttpClient();
    while (System.in.available() == 0) {
      Thread.sleep(20);
      HttpResponse<String> answer =
          client.send(
              HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString());
      if (!answer.body().equals("1")) {
        throw new IllegalStateException(answer + answer.body());
      }
    }
  }

  private static BeanFactory.BeanInstance<Object> instance(ClassLoader loader, String name) {
    try {
      Object made = loader.loadClass(name).getConstructor().newInstance();
      return new BeanFactory.BeanInstance<>() {
        @Override
        public Object getInstance() {
          return made;
        }

        @Override
        public void close() {}
      };
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Has what Quarkus' build would have generated. */
  private static final class Generated extends ClassLoader {
    private final Map<String, byte[]> classes = new HashMap<>();

    Generated() {
      super(QuarkusRestApp.class.getClassLoader());
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
      byte[] bytes = classes.get(name);
      if (bytes == null) {
        throw new ClassNotFoundException(name);
      }
      return defineClass(name, bytes, 0, bytes.length);
    }
  }
}
