package io.joulebook.agent.whole;

import static org.assertj.core.api.Assertions.assertThat;

import io.joulebook.agent.whole.app.CustomWorkload;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A feed that accepts and never answers is nobody's trouble. */
class SilentFeedWholeTest {
  private static final String RANKER = "io.joulebook.agent.whole.app.Ranker#score=ranker";
  private static final String CALLS = "joulebook_calls_total";

  @TempDir Path folder;

  private final Semaphore accepted = new Semaphore(0);
  private ServerSocket feed;

  @BeforeEach
  void listen() throws IOException {
    feed = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread thread = new Thread(this::accept);
    thread.setDaemon(true);
    thread.start();
  }

  // Sockets are left open, unread.
  private void accept() {
    try {
      while (feed.accept().isConnected()) {
        accepted.release();
      }
    } catch (IOException closed) {
      return;
    }
  }

  @AfterEach
  void close() throws IOException {
    feed.close();
  }

  private AgentJvm.Builder host() throws IOException {
    Path config = folder.resolve("joulebook.yaml");
    String text =
        String.join(
            "\n",
            "metrics.address: 127.0.0.1:0",
            "power.source: simulated",
            "hooks.custom: [" + RANKER + "]",
            "grid: {zone: DE, feeds: [http-json, static]}",
            "feeds.http-json:",
            "  url: 'http://127.0.0.1:" + feed.getLocalPort() + "/?from={from}'",
            "  values: /data",
            "  from: /from",
            "  resolution: 5m",
            "  value: /g",
            "  unit: gCO2/kWh",
            "  signal: average",
            "  basis: lifecycle",
            "");
    return AgentJvm.main(CustomWorkload.class).agent("config=" + Files.writeString(config, text));
  }

  private static String obey(AgentJvm jvm, String command) throws Exception {
    jvm.say(command);
    return jvm.awaitNextOut("done " + command + ": ");
  }

  @Test
  void callsGoOnAndTheJvmEndsWithItsMainThread() throws Exception {
    try (AgentJvm jvm = host().start()) {
      Patience.await(() -> accepted.tryAcquire() ? true : null, jvm::output);
      assertThat(obey(jvm, "score 50 2")).isEqualTo("ok");
      Metrics metrics =
          jvm.awaitMetrics(m -> m.value(CALLS) == 50 && m.value("joulebook_pending_joules") > 0);
      assertThat(metrics.has("joulebook_co2e_grams_total", "operational")).isFalse();
      assertThat(List.of(obey(jvm, "names").split(",", -1)))
          .filteredOn(name -> name.startsWith("joulebook") || name.startsWith("HttpClient"))
          .contains("joulebook-feeds")
          .allMatch(SilentFeedWholeTest::isExpected);
      jvm.endInput();

      assertThat(jvm.awaitExit()).isZero();
      assertThat(jvm.err()).hasSize(1); // the port
    }
  }

  private static boolean isExpected(String thread) {
    return List.of("http", "ledger", "meter", "feeds", "feed-io").stream()
            .anyMatch(name -> thread.equals("joulebook-" + name))
        || thread.matches("HttpClient-\\d+-SelectorManager");
  }

  @Test
  void aHostThatHasYetToSetUpItsLoggingIsWaitedFor() throws Exception {
    Path loaded = folder.resolve("loaded");
    try (AgentJvm jvm =
        host()
            .flag("-Djava.util.logging.manager=no.such.Manager", "-Xlog:class+load:file=" + loaded)
            .start()) {
      assertThat(obey(jvm, "score 500 2")).isEqualTo("ok");
      // Not scraped: whoever does has the meters of the JVM, which set up logging.
      jvm.awaitErr("metrics on ");
      jvm.endInput();

      assertThat(jvm.awaitExit()).isZero();
      assertThat(accepted.availablePermits()).isZero();
      assertThat(Files.readString(loaded)).doesNotContain("java.util.logging.LogManager");
    }
  }
}
