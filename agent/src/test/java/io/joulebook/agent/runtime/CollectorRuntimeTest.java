package io.joulebook.agent.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.joulebook.collector.DeviceInfo;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class CollectorRuntimeTest {
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  private static final String WEB_CONFIG =
      """
      basic_auth_users:
        prometheus: $2y$10$X0h1gDsPszWURQaxFh.zoubFi6DXncSjhoQNJgRrnGs7EsimhC7zG
      """;

  private static String page(CollectorRuntime serving) throws Exception {
    HttpRequest request = HttpRequest.newBuilder(URI.create(serving.url().orElseThrow())).build();
    return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString()).body();
  }

  @Test
  void itServesWhatItIsToldAndHowTheAgentDoes() throws Exception {
    try (CollectorRuntime serving = ServedCollector.open("metrics.address=127.0.0.1:0")) {
      assertThat(serving.isDecided()).isFalse();
      assertThat(serving.url()).isEmpty();
      ServedCollector.decide(serving);
      serving.health().powerError("hang");
      serving.health().take(0, 7, 0, Map.of("djl", true), Map.of());
      serving.describe(
          List.of(
              new DeviceInfo(
                  "GPU-a",
                  OptionalInt.of(3),
                  Optional.of("NVIDIA H100"),
                  Optional.empty(),
                  Optional.empty())));

      assertThat(page(serving).lines())
          .contains(
              "joulebook_calls_unsettled 7.0",
              "joulebook_hook_installed{hook=\"djl\"} 1.0",
              "joulebook_power_errors_total{reason=\"hang\"} 1.0")
          .anyMatch(line -> line.startsWith("joulebook_device_info{") && line.contains("GPU-a"));
      assertThat(serving.failure()).isEmpty();
      assertThat(serving.isInHostRegistry()).isFalse();
    }
  }

  @Test
  void whereNoneIsWantedNoneIsServed() {
    try (CollectorRuntime serving = ServedCollector.open("metrics.address=off")) {
      ServedCollector.decide(serving);

      assertThat(serving.url()).isEmpty();
    }
  }

  @Test
  void aPortThatIsTakenIsTriedAgainOnceAPauseIsOver() throws Exception {
    ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    String address = "127.0.0.1:" + taken.getLocalPort();
    try (CollectorRuntime serving = ServedCollector.open("metrics.address=" + address)) {
      ServedCollector.decide(serving);
      assertThat(serving.url()).isEmpty();
      taken.close();

      LoggingGate logging = new LoggingGate(new CountDownLatch(1));
      AtomicLong clock = new AtomicLong(System.nanoTime()); // a second in each turn of the books
      ServedCollector.await(
          () -> {
            serving.serve(clock.addAndGet(SECOND), logging);
            return serving.url().isPresent();
          });
      assertThat(serving.url().orElseThrow()).contains(address);
      assertThat(page(serving)).contains("joulebook_");
    } finally {
      taken.close();
    }
  }

  @Test
  void anEndpointWithTlsOrPasswordsWaitsForTheHostsLogging(@TempDir Path folder) throws Exception {
    Path config = Files.writeString(folder.resolve("web.yml"), WEB_CONFIG);
    try (CollectorRuntime serving =
        ServedCollector.open("metrics.address=127.0.0.1:0,metrics.web-config=" + config)) {
      CountDownLatch isSetUp = new CountDownLatch(1);
      LoggingGate logging = new LoggingGate(isSetUp);
      for (int turn = 0; turn < 100; turn++) {
        serving.serve(System.nanoTime(), logging);
      }
      assertThat(bindingThreads()).isZero();
      assertThat(serving.isDecided()).isFalse();
      isSetUp.countDown();
      serving.serve(System.nanoTime(), logging);
      ServedCollector.await(serving::isDecided);

      assertThat(serving.url()).isPresent();
    }
  }

  private static long bindingThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals("joulebook-bind"))
        .count();
  }

  @Test
  void whatIsClosedServesNoMore() throws Exception {
    CollectorRuntime serving = ServedCollector.open("metrics.address=127.0.0.1:0");
    ServedCollector.decide(serving);
    int port = URI.create(serving.url().orElseThrow()).getPort();
    serving.finish();
    serving.close();

    try (ServerSocket free = new ServerSocket()) {
      free.setReuseAddress(true);
      free.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      assertThat(free.isBound()).isTrue();
    }
  }
}
