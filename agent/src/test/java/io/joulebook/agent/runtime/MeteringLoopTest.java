package io.joulebook.agent.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.joulebook.agent.config.Inputs;
import io.joulebook.agent.config.Settings;
import io.joulebook.agent.instrument.CustomHook;
import io.joulebook.agent.instrument.Hooks;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The books of a host whose only hook is a method of its own, kept on a thread of theirs. */
@Timeout(60)
class MeteringLoopTest {
  private static final String RANKER = "io.joulebook.agent.whole.app.Ranker";
  private static final long LONG_MILLIS = 30_000;

  private final Hooks hooks =
      new Hooks(Set.of("djl"), CustomHook.parse(RANKER + "#score=ranker"), line -> {});
  private final CollectorRuntime serving = ServedCollector.open("metrics.address=127.0.0.1:0");

  @BeforeEach
  void weave() throws Exception {
    JoulebookBridge.renew(0);
    ClassLoader loader = MeteringLoopTest.class.getClassLoader();
    try (InputStream in = loader.getResourceAsStream(RANKER.replace('.', '/') + ".class")) {
      assertThat(hooks.weave(loader, RANKER, null, Objects.requireNonNull(in).readAllBytes()))
          .isNotNull();
    }
    JoulebookBridge.enable(true);
  }

  @AfterEach
  void close() {
    JoulebookBridge.renew(0);
    JoulebookBridge.consumer(null);
    serving.close();
  }

  private MeteringLoop books(String arguments) {
    return new MeteringLoop(
        Settings.resolve(new Inputs("quiet=true," + arguments, Map.of(), Map.of(), path -> "")),
        hooks,
        new UnusedHooks(hooks, System.nanoTime(), line -> {}),
        new EngineWatch(Set.of(), line -> {}),
        serving,
        new LoggingGate(new CountDownLatch(1)),
        new UnusableClasses());
  }

  /** The metrics once the books have settled what there was and are closed. */
  private String settled(MeteringLoop books) throws Exception {
    Thread thread = new Thread(books::run);
    thread.start();
    ServedCollector.await(serving::isDecided);
    books.end(LONG_MILLIS);
    books.stop();
    thread.join();
    HttpRequest request = HttpRequest.newBuilder(URI.create(serving.url().orElseThrow())).build();
    return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString()).body();
  }

  private static void call(boolean failed) {
    JoulebookBridge.exit(JoulebookBridge.enter(0, null, null, null, 2), failed);
  }

  private static double sum(String page, String metric, String label) {
    return page.lines()
        .filter(line -> line.startsWith(metric + "{") && line.contains(label))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  @Test
  void callsAreCountedWhereNothingIsMetered() throws Exception {
    for (int i = 0; i < 10; i++) {
      call(i < 3);
    }
    String page = settled(books("power.source=none"));

    assertThat(sum(page, "joulebook_calls_total", "model=\"ranker\"")).isEqualTo(10);
    assertThat(sum(page, "joulebook_calls_total", "outcome=\"error\"")).isEqualTo(3);
    assertThat(sum(page, "joulebook_items_total", "model=\"ranker\"")).isEqualTo(20);
    assertThat(page).doesNotContain("joulebook_model_energy_joules_total{");
  }

  @Test
  void aCallOnASimulatedGpuIsSettledWhenTheJvmEnds() throws Exception {
    call(false);
    String page = settled(books("power.source=simulated"));

    assertThat(sum(page, "joulebook_calls_total", "model=\"ranker\"")).isEqualTo(1);
    assertThat(page).contains("joulebook_device_info{").contains("SIMULATED-0");
    assertThat(sum(page, "joulebook_power_errors_total", "books_failed")).isZero();
  }

  @Test
  void booksThatAreKeptNoMoreDoNotHoldUpTheEnd() throws Exception {
    MeteringLoop books = books("power.source=none");
    Thread thread = new Thread(books::run);
    thread.start();
    books.stop();
    thread.join();
    books.end(Long.MAX_VALUE / 1_000_000);

    assertThat(thread.isAlive()).isFalse();
  }

  @Test
  void whoInterruptsAllThreadsMeansNotThisOne() throws Exception {
    MeteringLoop books = books("power.source=simulated");
    Thread thread = new Thread(books::run);
    thread.start();
    ServedCollector.await(serving::isDecided);
    for (int i = 0; i < 5; i++) {
      thread.interrupt();
      ServedCollector.await(() -> !thread.isInterrupted());
    }
    call(false);
    books.end(LONG_MILLIS);
    assertThat(thread.isAlive()).isTrue();
    books.stop();
    thread.join();
  }
}
