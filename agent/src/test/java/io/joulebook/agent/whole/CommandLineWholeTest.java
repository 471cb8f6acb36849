package io.joulebook.agent.whole;

import static org.assertj.core.api.Assertions.assertThat;

import io.joulebook.agent.whole.app.CustomWorkload;
import io.joulebook.nvml.fake.FakeCall;
import io.joulebook.nvml.fake.FakeMachine;
import io.joulebook.nvml.fake.NeedsCompiler;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The jar as a command. */
@NeedsCompiler
class CommandLineWholeTest {
  @TempDir Path folder;

  private static AgentJvm run(String... arguments) throws Exception {
    List<String> all = new ArrayList<>(List.of("-jar", AgentJvm.jar().toString()));
    all.addAll(List.of(arguments));
    return AgentJvm.command(all.toArray(String[]::new)).start();
  }

  @Test
  void itTellsItsVersion() throws Exception {
    try (AgentJvm jvm = run("--version")) {
      assertThat(jvm.awaitExit()).isZero();
      assertThat(jvm.out()).singleElement().asString().matches("joulebook-agent \\d.*");
      assertThat(jvm.err()).isEmpty();
    }
  }

  @Test
  void itHelps() throws Exception {
    try (AgentJvm jvm = run("--help")) {
      assertThat(jvm.awaitExit()).isZero();
      assertThat(String.join("\n", jvm.out())).contains("-javaagent:", "doctor", "attach PID");
    }
  }

  @Test
  void itReportsWhatReceiptsCost() throws Exception {
    Path partition = Files.createDirectory(folder.resolve("date=2026-11-01"));
    Path receipts =
        Files.writeString(
            partition.resolve("receipts.jsonl"),
            """
            {"type":"receipt","model":"m","engine":"djl","operation":"predict","outcome":"ok",\
            "start":"2026-11-01T12:00:00Z","durationNanos":1,"items":1,"quality":"measured",\
            "charges":[{"device":"GPU-1","component":"gpu","source":"nvml",\
            "from":"2026-11-01T12:00:00Z","to":"2026-11-01T12:00:01Z",\
            "activeMicrojoules":3000000000,"baseMicrojoules":600000000,\
            "uncertaintyMicrojoules":0,"occupiedNanos":1000000000}]}
            """);
    try (AgentJvm jvm = run("report", receipts.toString(), "grid.intensity=400")) {
      assertThat(jvm.awaitExit()).isZero();
      assertThat(String.join("\n", jvm.out()))
          .contains("m (djl predict)", "exact: 3600.000000 J, 0.400000000 g first known");
      assertThat(jvm.err()).isEmpty();
    }
  }

  @Test
  void anUnknownCommandIsRefusedWithTheUsage() throws Exception {
    try (AgentJvm jvm = run("cure")) {
      assertThat(jvm.awaitExit()).isEqualTo(2);
      assertThat(String.join("\n", jvm.err())).contains("\"cure\"", "doctor");
    }
  }

  @Test
  void theDoctorFindsAGpuAndNamesEachSettingsOrigin() throws Exception {
    FakeMachine machine = FakeMachine.oneH100(folder);
    try (AgentJvm jvm =
        run("doctor", "metrics.address=off", "grid.zone=FR", "nvml.library=" + machine.library())) {
      assertThat(jvm.awaitExit()).isZero();
      String text = String.join("\n", jvm.out());
      assertThat(text)
          .contains("H100", machine.gpu(0).uuid(), "energy counter", "All is well")
          .containsPattern("grid.zone +FR +agent argument")
          .containsPattern("sample.period +auto +default");
      assertThat(jvm.err()).isEmpty();
    }
  }

  @Test
  void theDoctorNamesABudgetThatNoHookCanJudgeAndFindsNoFaultInIt() throws Exception {
    FakeMachine machine = FakeMachine.oneH100(folder);
    Path config =
        Files.writeString(
            folder.resolve("joulebook.yaml"),
            "budgets: [{name: tokens, joules-per-output-token: 1, objective: 99%}]");
    try (AgentJvm jvm =
        run(
            "doctor",
            "metrics.address=off",
            "config=" + config,
            "nvml.library=" + machine.library())) {
      assertThat(jvm.awaitExit()).as(jvm.output()).isZero();
      assertThat(String.join("\n", jvm.out()))
          .contains(
              "  -              budget tokens judges only calls whose output tokens are seen",
              "All is well");
    }
  }

  @Test
  void theDoctorSaysWhyNothingIsMeasured() throws Exception {
    try (AgentJvm jvm = run("doctor", "metrics.address=off", "grid.zoom=FR")) {
      assertThat(jvm.awaitExit()).isEqualTo(1);
      assertThat(String.join("\n", jvm.out()))
          .contains("libnvidia-ml.so.1", "install the NVIDIA driver", "did you mean grid.zone?");
    }
  }

  @Test
  void aRunningJvmCanBeAttachedTo() throws Exception {
    try (AgentJvm host =
        AgentJvm.main(CustomWorkload.class).flag("-XX:+EnableDynamicAgentLoading").start()) {
      host.awaitOut("ready");
      host.say("score 5 1");
      host.awaitOut("done score 5 1: ");
      try (AgentJvm attach =
          run(
              "attach",
              String.valueOf(host.pid()),
              "metrics.address=127.0.0.1:0",
              "power.source=simulated",
              "hooks.custom=io.joulebook.agent.whole.app.Ranker#score=ranker")) {
        assertThat(attach.awaitExit()).as(attach.output()).isZero();
      }
      host.awaitMetrics(m -> m.value("joulebook_hook_installed", "Ranker#score") == 1);
      host.say("score 7 1");
      Metrics metrics = host.awaitMetrics(m -> m.value("joulebook_calls_total") > 0);

      host.awaitOut("done score 7 1: ");
      assertThat(metrics.value("joulebook_calls_total")).isLessThanOrEqualTo(7);
      host.awaitMetrics(m -> m.value("joulebook_calls_total") == 7);
    }
  }

  @Test
  void optionsAreCheckedBeforeTheyAreGivenToAnotherJvm() throws Exception {
    try (AgentJvm host =
        AgentJvm.main(CustomWorkload.class).flag("-XX:+EnableDynamicAgentLoading").start()) {
      host.awaitOut("ready");
      try (AgentJvm attach = run("attach", String.valueOf(host.pid()), "grid.zon=DE")) {
        assertThat(attach.awaitExit()).isEqualTo(2);
        assertThat(attach.err()).singleElement().asString().contains("did you mean grid.zone?");
      }
      try (AgentJvm attach =
          run("attach", String.valueOf(host.pid()), "metrics.address=off", "power.source=none")) {
        assertThat(attach.awaitExit()).as(attach.output()).isZero();
        assertThat(attach.out())
            .singleElement()
            .asString()
            .contains("attached", "meters no energy");
      }
    }
  }

  @Test
  void whatTheOtherJvmCannotUseIsSaidHere() throws Exception {
    try (AgentJvm host =
        AgentJvm.main(CustomWorkload.class).flag("-XX:+EnableDynamicAgentLoading").start()) {
      host.awaitOut("ready");
      try (AgentJvm attach =
          run(
              "attach",
              String.valueOf(host.pid()),
              "config=absent.yaml",
              "metrics.address=off",
              "power.source=none")) {
        assertThat(attach.awaitExit()).as(attach.output()).isEqualTo(1);
        assertThat(attach.err())
            .singleElement()
            .asString()
            .contains(Path.of("absent.yaml").toAbsolutePath().toString(), "cannot be read");
      }
    }
  }

  @Test
  void whatTheOtherJvmLearnsOnlyAsItStartsIsSaidHereToo() throws Exception {
    try (AgentJvm host =
        AgentJvm.main(CustomWorkload.class).flag("-XX:+EnableDynamicAgentLoading").start()) {
      host.awaitOut("ready");
      try (AgentJvm attach =
          run(
              "attach",
              String.valueOf(host.pid()),
              "metrics.address=127.0.0.1:0",
              "metrics.token.file=" + folder.resolve("absent.txt"),
              "power.source=rapl",
              "grid.zone=DE",
              "grid.feeds=electricitymaps,static",
              "receipts.file=" + folder.resolve("gone").resolve("receipts.jsonl"),
              "grid.history=" + folder.resolve("history"))) {
        assertThat(attach.awaitExit()).as(attach.output()).isEqualTo(1);
        assertThat(attach.err())
            .anyMatch(line -> line.contains("power.source=rapl is not supported"))
            .anyMatch(line -> line.contains("absent.txt does not exist"))
            .anyMatch(line -> line.contains("electricitymaps"))
            .anyMatch(line -> line.contains("receipts.jsonl cannot be written (there is no folder"))
            .hasSize(4);
        assertThat(host.awaitErr("grid.history")).contains("nothing is kept in it");
      }
    }
  }

  @Test
  void ofTwoWhoAttachAtOnceOneIsToldThatTheAgentIsRunning() throws Exception {
    try (AgentJvm host =
        AgentJvm.main(CustomWorkload.class).flag("-XX:+EnableDynamicAgentLoading").start()) {
      host.awaitOut("ready");
      String[] options = {
        "attach", String.valueOf(host.pid()), "metrics.address=off", "power.source=none"
      };
      try (AgentJvm one = run(options);
          AgentJvm other = run(options)) {
        assertThat(List.of(one.awaitExit(), other.awaitExit())).containsExactlyInAnyOrder(0, 1);
        List<String> said = one.err().isEmpty() ? other.err() : one.err();
        assertThat(said).singleElement().asString().contains("already running");
      }
    }
  }

  @Test
  void theCommandsWorkWhereTheEnvironmentCarriesTheAgent() throws Exception {
    try (AgentJvm jvm =
        AgentJvm.command("-jar", AgentJvm.jar().toString(), "doctor", "power.source=simulated")
            .environment("JAVA_TOOL_OPTIONS", "-javaagent:" + AgentJvm.jar())
            .start()) {
      jvm.awaitExit();
      assertThat(String.join("\n", jvm.out())).contains("SIMULATED", "Price");
      assertThat(jvm.err()).allMatch(line -> line.startsWith("Picked up"));
    }
  }

  @Test
  void theDoctorOfADriverThatHangsSaysSoAndEnds() throws Exception {
    FakeMachine machine = FakeMachine.oneH100(folder);
    machine.hang(FakeCall.INIT);
    try (AgentJvm jvm = run("doctor", "metrics.address=off", "nvml.library=" + machine.library())) {
      assertThat(jvm.awaitExit()).isEqualTo(1);
      assertThat(String.join("\n", jvm.out())).contains("the driver hangs", "Configuration");
    }
  }

  @Test
  void aPatternThatIsNoneIsAClearError() throws Exception {
    try (AgentJvm jvm = run("report", folder + "/{a")) {
      assertThat(jvm.awaitExit()).isNotZero();
      assertThat(String.join("\n", jvm.err())).contains("{a is no pattern of files");
    }
  }

  @Test
  void attachingToWhatIsNoJvmLeavesItAlive() throws Exception {
    Process other = new ProcessBuilder("sleep", "60").start();
    try (AgentJvm jvm = run("attach", String.valueOf(other.pid()))) {
      assertThat(jvm.awaitExit()).isEqualTo(1);
      assertThat(jvm.err()).singleElement().asString().contains("which is no JVM");
      assertThat(other.isAlive()).isTrue();
    } finally {
      other.destroyForcibly();
    }
  }

  @Test
  void attachingToNobodyIsAClearError() throws Exception {
    try (AgentJvm jvm = run("attach", "abc")) {
      assertThat(jvm.awaitExit()).isEqualTo(2);
      assertThat(jvm.err()).singleElement().asString().contains("\"abc\"", "jps");
    }
    try (AgentJvm jvm = run("attach", "999999999")) {
      assertThat(jvm.awaitExit()).isEqualTo(1);
      assertThat(jvm.err()).singleElement().asString().contains("999999999");
    }
  }
}
