package io.joulebook.agent.whole;

import static org.assertj.core.api.Assertions.assertThat;

import io.joulebook.agent.whole.app.FullHeap;
import io.joulebook.nvml.fake.FakeMachine;
import io.joulebook.nvml.fake.NeedsCompiler;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Hosts whose heap is full while the agent starts. */
@NeedsCompiler
class FullHeapWholeTest {
  private static final String CALLS = "joulebook_calls_total";
  private static final String JOULES = "joulebook_measured_joules_total";

  /**
   * At most one of the starts here may end so: about one in fifty does, on JDK 25. Where the heap
   * is full from the first millisecond on, the JVM's own classes come too late, and none is
   * counted.
   */
  private static final AtomicInteger LOST = new AtomicInteger();

  @TempDir Path folder;

  // The core is created within the first hundreds of milliseconds, then it opens the books.
  @ParameterizedTest(name = "full {0} ms after the first call")
  @ValueSource(ints = {0, 50, 150, 300, 600})
  void theHostIsMeteredAndServedOnceThereIsMemory(int millis) throws Exception {
    FakeMachine machine = FakeMachine.oneH100(folder);
    int port = freePort();
    try (AgentJvm jvm =
        AgentJvm.main(FullHeap.class, String.valueOf(millis))
            .flag("-Xmx64m", "-XX:+UseSerialGC")
            .agent(
                "metrics.address=127.0.0.1:"
                    + port
                    + ",power.source=nvml,nvml.library="
                    + machine.library()
                    + ",receipts.file="
                    + folder.resolve("receipts.jsonl")
                    + ",hooks.custom=io.joulebook.agent.whole.app.Ranker#score=ranker")
            .start()) {
      assertThat(jvm.awaitOut("free ")).isEqualTo("0");

      Optional<Metrics> first = awaitMetered(jvm, port);
      if (first.isEmpty()) {
        // Nobody can bring back a class of the JDK: what is left is to say so and stop.
        jvm.say("end");
        assertThat(jvm.awaitExit()).isZero();
        int lost = millis == 0 ? LOST.get() : LOST.incrementAndGet();
        assertThat(lost).as("starts that were lost\n" + jvm.output()).isLessThanOrEqualTo(1);
        return;
      }
      Metrics before = first.get();
      Metrics after =
          await(
              jvm,
              port,
              m ->
                  m.value(CALLS) > before.value(CALLS) + 50
                      && m.value(JOULES) > before.value(JOULES));

      jvm.say("end");
      assertThat(jvm.awaitExit()).isZero();
      double made = Double.parseDouble(jvm.awaitOut("calls "));
      assertThat(after.value(CALLS)).isLessThanOrEqualTo(made);
    }
  }

  /** The first metrics that have calls and joules; empty if the JVM has lost a class of its own. */
  private static Optional<Metrics> awaitMetered(AgentJvm jvm, int port) throws Exception {
    return Patience.await(
        () -> {
          if (jvm.err().stream().anyMatch(line -> line.contains("only a restart of the JVM"))) {
            return Optional.<Metrics>empty();
          }
          Metrics metrics = scrape(port, m -> m.has(JOULES) && m.has(CALLS));
          return metrics == null ? null : Optional.of(metrics);
        },
        () -> "never metered and served\n" + jvm.output());
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /** Scrapes until the metrics are as wanted; nothing may be served yet. */
  private static Metrics await(AgentJvm jvm, int port, Predicate<Metrics> wanted) throws Exception {
    return Patience.await(
        () -> scrape(port, wanted), () -> "never metered and served\n" + jvm.output());
  }

  private static @Nullable Metrics scrape(int port, Predicate<Metrics> wanted) throws Exception {
    try {
      Metrics metrics = Metrics.scrape("http://127.0.0.1:" + port + "/metrics");
      return wanted.test(metrics) ? metrics : null;
    } catch (IOException | AssertionError notYet) {
      return null;
    }
  }
}
