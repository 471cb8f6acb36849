package io.joulebook.agent.whole;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.joulebook.agent.whole.app.FrameworkWorkload;
import io.joulebook.agent.whole.app.RouteWorkload;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Real servers of the frameworks that there is a hook for: receipts have the route. */
class RouteWholeTest {
  @TempDir Path folder;

  @Test
  void theRouteOfJerseyIsItsTemplate() throws Exception {
    Metrics metrics = serveUntilSeen(RouteWorkload.class, "jersey", "/models/{id}/score");
    assertThat(metrics.value("joulebook_hook_installed", "jersey")).isEqualTo(1);
  }

  @Test
  void theRouteOfGrpcIsItsMethod() throws Exception {
    Metrics metrics = serveUntilSeen(RouteWorkload.class, "grpc", "acme.Ranker/Rank");
    assertThat(metrics.value("joulebook_hook_installed", "grpc")).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({
    "vertx-here, /models/:id/score",
    "vertx-worker, /models/:id/score",
    "vertx-mounted, /api/models/:id/score"
  })
  void theRouteOfVertxIsThePathOfItsRoute(String way, String route) throws Exception {
    assumeAllOrOnly(way, "vertx-mounted");
    Metrics metrics = serveUntilSeen(FrameworkWorkload.class, way, route);
    assertThat(metrics.value("joulebook_hook_installed", "vertx-web")).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"here", "lazy", "elsewhere", "several", "function"})
  void theRouteOfWebFluxIsItsPattern(String way) throws Exception {
    assumeAllOrOnly(way, "elsewhere");
    Metrics metrics =
        serveUntilSeen(FrameworkWorkload.class, "webflux-" + way, "/models/{id}/" + way);
    assertThat(metrics.value("joulebook_hook_installed", "webflux")).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"here", "elsewhere"})
  void theRouteOfKtorIsThePathOfItsHandler(String way) throws Exception {
    assumeAllOrOnly(way, "elsewhere");
    Metrics metrics = serveUntilSeen(FrameworkWorkload.class, "ktor-" + way, "/models/{id}/" + way);
    assertThat(metrics.value("joulebook_hook_installed", "ktor")).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({"jetty-mapped, /api/models/{id}/score", "jetty-context, /api"})
  void theRouteOfJettyIsItsContextAndPathSpecification(String way, String route) throws Exception {
    assumeAllOrOnly(way, "jetty-mapped");
    Metrics metrics = serveUntilSeen(FrameworkWorkload.class, way, route);
    assertThat(metrics.value("joulebook_hook_installed", "jetty")).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({
    "undertow-template, /models/{id}/score",
    "undertow-dispatched, /models/{id}/score",
    "undertow-path, /models"
  })
  void theRouteOfUndertowIsItsTemplateOrPath(String way, String route) throws Exception {
    assumeAllOrOnly(way, "undertow-dispatched");
    Metrics metrics = serveUntilSeen(FrameworkWorkload.class, way, route);
    assertThat(metrics.value("joulebook_hook_installed", "undertow")).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"tomcat", "jetty", "undertow"})
  void theRouteFollowsToWhatAServletStarts(String server) throws Exception {
    assumeAllOrOnly(server, "tomcat");
    String classPath = withNewNetty(AgentJvm.hostClassPath());
    if (server.equals("undertow")) { // the newest that has servlets is older than Undertow's newest
      List<Path> jars =
          EngineLibrary.jars("undertow", List.of("io.undertow:undertow-servlet:2.3.24.Final"));
      classPath = EngineLibrary.joined(jars.stream()) + File.pathSeparator + classPath;
    }
    Metrics metrics =
        serveUntilSeen(FrameworkWorkload.class, "async-" + server, classPath, "/models/*");
    assertThat(metrics.value("joulebook_hook_installed", "servlet-async")).isEqualTo(1);
  }

  @Test
  void theRouteOfJavalinIsItsPath() throws Exception {
    Metrics metrics = serveUntilSeen(FrameworkWorkload.class, "javalin-here", "/models/{id}/score");
    assertThat(metrics.value("joulebook_hook_installed", "javalin")).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"here", "elsewhere"})
  @EnabledIfSystemProperty(named = "engines", matches = "true", disabledReason = "Maven profile")
  void theRouteOfQuarkusRestIsItsTemplates(String way) throws Exception {
    List<Path> jars =
        EngineLibrary.jars(
            "quarkus-rest",
            List.of(
                "io.quarkus.resteasy.reactive:resteasy-reactive-vertx:3.38.2",
                "io.quarkus.resteasy.reactive:resteasy-reactive-processor:3.38.2"));
    Path classes = EngineLibrary.compile(folder, "QuarkusRestApp", jars);
    AgentJvm.Builder server =
        AgentJvm.command("QuarkusRestApp", way)
            .environment(
                "CLASSPATH", EngineLibrary.joined(Stream.concat(Stream.of(classes), jars.stream())))
            .agent(options("QuarkusRestApp#score"));
    Metrics metrics = serveUntilSeen(server, "/models/{id}/" + way);
    assertThat(metrics.value("joulebook_hook_installed", "quarkus-rest")).isEqualTo(1);
  }

  // One way of each framework in each build: a server takes some seconds.
  private static void assumeAllOrOnly(String way, String always) {
    assumeTrue(way.equals(always) || Boolean.getBoolean("engines"), "Maven profile engines");
  }

  private String options(String metered) {
    return "metrics.address=127.0.0.1:0,power.source=simulated,receipts.file="
        + folder.resolve("receipts.jsonl")
        + ",hooks.custom="
        + metered
        + "=ranker";
  }

  private Metrics serveUntilSeen(Class<?> workload, String framework, String route)
      throws Exception {
    return serveUntilSeen(workload, framework, withNewNetty(AgentJvm.hostClassPath()), route);
  }

  private Metrics serveUntilSeen(
      Class<?> workload, String framework, String classPath, String route) throws Exception {
    return serveUntilSeen(
        AgentJvm.main(workload, framework)
            .environment("CLASSPATH", classPath)
            .agent(options("io.joulebook.agent.whole.app.Ranker#score")),
        route);
  }

  private Metrics serveUntilSeen(AgentJvm.Builder server, String route) throws Exception {
    Metrics metrics;
    try (AgentJvm jvm = server.start()) {
      JsonNode receipt =
          Patience.await(
              () -> receipts().stream().filter(r -> r.hasNonNull("route")).findFirst().orElse(null),
              () -> "no receipt with a route\n" + jvm.output());
      assertThat(receipt.path("route").asText()).isEqualTo(route);
      metrics = jvm.metrics();
      jvm.say("end");
      assertThat(jvm.awaitExit()).as(jvm::output).isZero();
    }
    // What reads the route is found while the first calls are made; from then on all have it.
    List<JsonNode> all = receipts();
    int first = 0;
    while (!all.get(first).hasNonNull("route")) {
      first++;
    }
    assertThat(all.subList(first, all.size()))
        .extracting(r -> r.path("route").asText())
        .containsOnly(route);
    return metrics;
  }

  private List<JsonNode> receipts() throws Exception {
    Path file = folder.resolve("receipts.jsonl");
    return Files.exists(file) ? ReceiptLines.read(file) : List.of();
  }

  // The parts of an older Netty give way.
  private static String withNewNetty(String classPath) {
    return System.getProperty("new.netty")
        + "/*"
        + File.pathSeparator
        + Arrays.stream(classPath.split(File.pathSeparator, -1))
            .filter(entry -> !entry.matches(".*/netty-[a-z-]+-4\\.1\\.[^/]*\\.jar"))
            .collect(Collectors.joining(File.pathSeparator));
  }
}
