package io.joulebook.agent.whole;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.joulebook.agent.whole.app.CustomWorkload;
import io.joulebook.agent.whole.app.SubclassWorkload;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** {@code hooks.custom} on a class of the host's own, in every way that a host may call it. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class CustomHookWholeTest {
  private static final String RANKER = "io.joulebook.agent.whole.app.Ranker#score=ranker";
  private static final String CALLS = "joulebook_calls_total";

  /** Its hook's class does not exist: it says so after half a minute, while others are tested. */
  private static AgentJvm nowhere;

  @BeforeAll
  static void startNowhere() throws Exception {
    nowhere =
        AgentJvm.main(CustomWorkload.class)
            .agent("metrics.address=off,power.source=none,hooks.custom=com.acme.Nowhere#run=x")
            .start();
  }

  @AfterAll
  static void endNowhere() {
    nowhere.close();
  }

  private static AgentJvm.Builder workload() {
    return AgentJvm.main(CustomWorkload.class)
        .agent("metrics.address=127.0.0.1:0,power.source=simulated,hooks.custom=" + RANKER);
  }

  private static String obey(AgentJvm jvm, String command) throws Exception {
    jvm.say(command);
    return jvm.awaitNextOut("done " + command + ": ");
  }

  @Test
  void everyOutermostCallIsCountedOnceAndRecursionIsNot() throws Exception {
    try (AgentJvm jvm = workload().start()) {
      obey(jvm, "score 50 3");
      Metrics metrics = jvm.awaitMetrics(m -> m.value(CALLS) == 50 && unsettled(m) == 0);

      assertThat(metrics.value(CALLS, "model=\"ranker\"", "engine=\"custom\"")).isEqualTo(50);
      assertThat(metrics.value("joulebook_hook_installed", "app.Ranker#score")).isEqualTo(1);
      MeteringWholeTest.assertBooksBalance(metrics);
    }
  }

  @Test
  void aHookThatAFileNamesMissesNoCallAtTheStart(@TempDir Path folder) throws Exception {
    Path config = folder.resolve("joulebook.yaml");
    Files.writeString(
        config,
        "metrics.address: 127.0.0.1:0\npower.source: simulated\nhooks.custom: " + RANKER + "\n");
    try (AgentJvm jvm = AgentJvm.main(CustomWorkload.class).agent("config=" + config).start()) {
      obey(jvm, "score 20 1");
      Metrics metrics = jvm.awaitMetrics(m -> m.value(CALLS) > 0 && unsettled(m) == 0);

      assertThat(metrics.value(CALLS)).isEqualTo(20);
    }
  }

  @Test
  void aCallThatThrowsIsAnErrorAndItsExceptionIsUntouched() throws Exception {
    try (AgentJvm jvm = workload().start()) {
      assertThat(obey(jvm, "fail")).isEqualTo("negative at score");
      Metrics metrics = jvm.awaitMetrics(m -> m.value(CALLS) == 1);

      assertThat(metrics.value(CALLS, "outcome=\"error\"")).isEqualTo(1);
    }
  }

  @Test
  void manyShortLivedThreadsLoseNoCall() throws Exception {
    try (AgentJvm jvm = workload().start()) {
      obey(jvm, "threads 300");
      Metrics metrics = jvm.awaitMetrics(m -> m.value(CALLS) == 300 && unsettled(m) == 0);

      assertThat(metrics.value("joulebook_spans_dropped_total")).isZero();
    }
  }

  @Test
  void aPoolThatErasesThreadLocalsCostsNoMemory() throws Exception {
    try (AgentJvm jvm =
        workload()
            .flag("-Xmx64m", "-Djava.util.concurrent.ForkJoinPool.common.parallelism=4")
            .start()) {
      for (int round = 1; round <= 20; round++) {
        obey(jvm, "pool 250");
        int calls = 250 * round;
        jvm.awaitMetrics(m -> m.value(CALLS) == calls);
      }

      assertThat(jvm.metrics().value("joulebook_spans_dropped_total")).isZero();
    }
  }

  @Test
  void virtualThreadsAreMeteredToo() throws Exception {
    assumeTrue(AgentJvm.javaIsAtLeast(21), "needs virtual threads, which came with Java 21");
    try (AgentJvm jvm = workload().start()) {
      obey(jvm, "virtual 500");
      Metrics metrics = jvm.awaitMetrics(m -> m.value(CALLS) == 500 && unsettled(m) == 0);

      assertThat(metrics.value("joulebook_spans_dropped_total")).isZero();
      MeteringWholeTest.assertBooksBalance(metrics);
    }
  }

  @Test
  void theHostMayExitAtAnyTime() throws Exception {
    try (AgentJvm jvm = workload().start()) {
      jvm.awaitOut("ready");
      obey(jvm, "score 5 1");
      jvm.metrics();
      jvm.say("exit");

      assertThat(jvm.awaitExit()).isEqualTo(7);
    }
  }

  @Test
  void theAgentAddsThreeThreadsAndAllAreDaemons() throws Exception {
    try (AgentJvm jvm = workload().start()) {
      obey(jvm, "score 5 1");
      jvm.awaitMetrics(m -> m.value(CALLS) == 5);

      // A fourth writes what there is to say, and ends.
      List<String> threads =
          Patience.await(
              () ->
                  Optional.of(ownThreads(jvm))
                      .filter(own -> !own.contains("joulebook-stderr"))
                      .orElse(null),
              () -> "joulebook-stderr does not end");
      assertThat(threads)
          .containsExactlyInAnyOrder("joulebook-http", "joulebook-ledger", "joulebook-meter");
    }
  }

  private static List<String> ownThreads(AgentJvm jvm) throws Exception {
    return Arrays.stream(obey(jvm, "names").split(",", -1))
        .filter(name -> name.startsWith("joulebook") || name.startsWith("JNA"))
        .toList();
  }

  @Test
  void subclassesThatOverrideItAreMeteredAndOtherOverloadsAreNot() throws Exception {
    String scorer = "io.joulebook.agent.whole.app.SubclassWorkload$Scorer+#score(long)";
    try (AgentJvm jvm =
        AgentJvm.main(SubclassWorkload.class)
            .agent(
                "metrics.address=127.0.0.1:0,power.source=simulated,hooks.custom=java.util.List+#get=l;"
                    + scorer
                    + "=scorer")
            .start()) {
      assertThat(jvm.awaitOut("sum ")).isEqualTo("12");
      jvm.awaitErr("'java.util.List' is a class of the JDK");
      Metrics metrics = jvm.awaitMetrics(m -> m.value(CALLS) == 9 && unsettled(m) == 0);

      assertThat(metrics.value("joulebook_hook_installed", scorer)).isEqualTo(1);
      jvm.say("end");
      assertThat(jvm.awaitExit()).isZero();
    }
  }

  @Test
  void aClassThatLacksTheMethodIsSaidOnceAndTheHostRunsOn() throws Exception {
    String wrong = RANKER.replace("#score", "#rank");
    try (AgentJvm jvm =
        AgentJvm.main(CustomWorkload.class)
            .agent("metrics.address=off,power.source=none,hooks.custom=" + wrong)
            .start()) {
      assertThat(obey(jvm, "score 5 1")).isEqualTo("ok");

      assertThat(jvm.awaitErr("hooks.custom")).contains("app.Ranker has no method rank");
      assertThat(jvm.err()).filteredOn(line -> !line.contains("counts calls of")).hasSize(1);
    }
  }

  @Test
  @Order(Integer.MAX_VALUE)
  void aClassThatDoesNotExistIsSaidOnceAndTheHostRunsOn() throws Exception {
    assertThat(nowhere.awaitErr("com.acme.Nowhere#run")).contains("has not been loaded");
    assertThat(obey(nowhere, "score 5 1")).isEqualTo("ok");
    assertThat(nowhere.err()).filteredOn(line -> !line.contains("counts calls of")).hasSize(1);
  }

  private static double unsettled(Metrics metrics) {
    return metrics.value("joulebook_calls_unsettled");
  }
}
