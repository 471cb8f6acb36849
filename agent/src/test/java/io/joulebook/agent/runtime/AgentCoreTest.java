package io.joulebook.agent.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.joulebook.agent.whole.app.Ranker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The core on a thread of its own, as the root tier runs it. */
@Timeout(60)
class AgentCoreTest {
  private static final String APP = "io.joulebook.agent.whole.app.";
  private static final String RANKER = APP + "Ranker";
  private static final String HOOK = "hooks.custom=" + RANKER + "#score=ranker";
  private static final String REQUEST_SCOPE = "com.sun.net.httpserver.Filter$Chain";
  private static final String COMPLAINTS = "joulebook.agent.complaints";
  private static final String QUIET = ",quiet=true,metrics.address=off,micrometer=off";

  private final OneJvm jvm = new OneJvm();
  private final CountDownLatch inUse = new CountDownLatch(1);
  private @Nullable AgentCore core;
  private @Nullable Thread ledger;

  @BeforeEach
  void renew() {
    JoulebookBridge.renew(0);
    System.clearProperty(COMPLAINTS);
  }

  @AfterEach
  void close() throws Exception {
    if (core != null) {
      core.close();
    }
    if (ledger != null) {
      ledger.interrupt(); // it looks whether it is closed
      ledger.join();
    }
    System.clearProperty(COMPLAINTS);
    JoulebookBridge.renew(0);
    JoulebookBridge.consumer(null);
  }

  private AgentCore core(String options) {
    core = new AgentCore(jvm.instrumentation(), options + QUIET);
    jvm.agent(core);
    return core;
  }

  private void run() {
    ledger = new Thread(() -> core.accept(new CountDownLatch(1), inUse), "joulebook-ledger");
    ledger.start();
  }

  /** Runs it until it waits to be used. */
  private void runUnused() {
    run();
    ServedCollector.await(() -> jvm.wasAsked() && ledger.getState() == Thread.State.TIMED_WAITING);
  }

  private static boolean call() {
    long token = JoulebookBridge.enter(0, null, null, null, 1);
    JoulebookBridge.exit(token, false);
    return token != 0;
  }

  private static long hooksOfTheEnd() throws Exception {
    Field hooks = Class.forName("java.lang.ApplicationShutdownHooks").getDeclaredField("hooks");
    hooks.setAccessible(true);
    return ((Map<?, ?>) hooks.get(null))
        .keySet().stream()
            .filter(hook -> ((Thread) hook).getName().equals("joulebook-end"))
            .count();
  }

  @Test
  void itWeavesFromTheMomentThatItIsThereAndOnlyWhatHasAHook() {
    core(HOOK);

    assertThat(jvm.weaves(RANKER)).isTrue();
    assertThat(call()).isTrue();
    assertThat(jvm.weaves(APP + "HelloWorld")).isFalse();
  }

  @Test
  void whatWasLoadedBeforeIsWovenAndWhatOverridesItAfterwards() throws Exception {
    jvm.load(Class.forName(APP + "SubclassWorkload$Careful"));
    jvm.load(String.class);
    jvm.load(Ranker.class);
    jvm.load(Class.forName(APP + "SubclassWorkload$Scorer"));
    core(HOOK + ";" + APP + "SubclassWorkload$Scorer+#score=scorer");
    runUnused();

    assertThat(jvm.woven()).startsWith("Ranker", "Scorer").hasSize(4);
    assertThat(jvm.woven()).endsWith("Careful", "Doubling");
  }

  @Test
  void aClassThatCannotBeChangedDoesNotKeepTheOthersFromBeingWoven() throws Exception {
    jvm.loadUnmodifiable(Ranker.class);
    jvm.load(Class.forName(APP + "SubclassWorkload$Scorer"));
    core(HOOK + ";" + APP + "SubclassWorkload$Scorer+#score=scorer");
    runUnused();

    assertThat(jvm.woven()).containsExactly("Scorer");
  }

  @Test
  void itOpensAndSaysNothingBeforeItIsInUse() {
    core(HOOK + ",metrics.adress=off");
    runUnused();
    assertThat(System.getProperty(COMPLAINTS)).isNull();
    assertThat(jvm.weaves(REQUEST_SCOPE)).isFalse();

    inUse.countDown();
    ServedCollector.await(() -> System.getProperty(COMPLAINTS) != null);
    assertThat(System.getProperty(COMPLAINTS)).contains("metrics.adress", "metrics.address");
    ServedCollector.await(() -> jvm.weaves(REQUEST_SCOPE));
  }

  @Test
  void whatHasEndedWhenTheJvmEndsIsWrittenBeforeItIsGone(@TempDir Path folder) throws Exception {
    Path receipts = folder.resolve("receipts.jsonl");
    AgentCore running = core(HOOK + ",power.source=simulated,receipts.file=" + receipts);
    assertThat(jvm.weaves(RANKER)).isTrue();
    call();
    inUse.countDown();
    run();
    ServedCollector.await(() -> receiptsIn(receipts) == 1);
    call();
    running.end();

    assertThat(receiptsIn(receipts)).isEqualTo(2);
  }

  private static long receiptsIn(Path file) {
    try (Stream<String> lines = Files.exists(file) ? Files.lines(file) : Stream.empty()) {
      return lines.filter(line -> line.contains("\"type\":\"receipt\"")).count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void oneThatIsClosedMetersAndWeavesNoMoreAndLeavesNoHookOfTheEnd() throws Exception {
    long before = hooksOfTheEnd();
    AgentCore closed = core(HOOK);
    assertThat(jvm.weaves(RANKER)).isTrue();
    assertThat(hooksOfTheEnd()).isEqualTo(before + 1);
    closed.close();

    assertThat(call()).isFalse();
    assertThat(jvm.weaves(RANKER)).isFalse();
    assertThat(hooksOfTheEnd()).isEqualTo(before);
  }
}
