package io.joulebook.agent.whole;

import static org.assertj.core.api.Assertions.assertThat;

import io.joulebook.agent.whole.app.CustomWorkload;
import io.joulebook.nvml.fake.FakeCall;
import io.joulebook.nvml.fake.FakeMachine;
import io.joulebook.nvml.fake.NeedsCompiler;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Short jobs, their end, and a jar that is replaced below a running host. */
@NeedsCompiler
class EndWholeTest {
  @TempDir Path folder;

  private AgentJvm.Builder job(FakeMachine machine, Path receipts) {
    return AgentJvm.main(CustomWorkload.class)
        .agent(
            "metrics.address=off,power.source=nvml,nvml.library="
                + machine.library()
                + ",receipts.file="
                + receipts
                + ",hooks.custom=io.joulebook.agent.whole.app.Ranker#score=ranker");
  }

  private static long receipts(Path file) throws Exception {
    return Files.readAllLines(file).stream().filter(line -> line.contains("\"receipt\"")).count();
  }

  @Test
  void aJobThatEndsByItselfHasAllItsReceipts() throws Exception {
    Path file = folder.resolve("receipts.jsonl");
    FakeMachine machine = FakeMachine.oneH100(folder.resolve("machine"));
    try (AgentJvm jvm = job(machine, file).start()) {
      jvm.say("score 40 20");
      jvm.awaitOut("done score");
      jvm.endInput();
      assertThat(jvm.awaitExit()).isZero();
    }
    assertThat(receipts(file)).isEqualTo(40);
  }

  /** It ends while the books are being opened. */
  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void aJobThatEndsAtOnceHasAllItsReceipts(int calls) throws Exception {
    Path file = folder.resolve("receipts.jsonl");
    FakeMachine machine = FakeMachine.oneH100(folder.resolve("machine"));
    try (AgentJvm jvm = job(machine, file).start()) {
      jvm.say("score " + calls + " 5");
      jvm.endInput();
      assertThat(jvm.awaitExit()).isZero();
    }
    assertThat(receipts(file)).isEqualTo(calls);
  }

  /** Where they ran is not known by then, nor what they used. */
  @Test
  void aJobThatTheDriverDoesNotAnswerHasAllItsReceipts() throws Exception {
    Path file = folder.resolve("receipts.jsonl");
    FakeMachine machine = FakeMachine.oneH100(folder.resolve("machine"));
    machine.hang(FakeCall.INIT);
    try (AgentJvm jvm = job(machine, file).start()) {
      jvm.say("score 5 5");
      jvm.endInput();
      assertThat(jvm.awaitExit()).isZero();
    }
    assertThat(receipts(file)).isEqualTo(5);
  }

  @Test
  void aJobThatIsTerminatedHasAllItsReceipts() throws Exception {
    Path file = folder.resolve("receipts.jsonl");
    FakeMachine machine = FakeMachine.oneH100(folder.resolve("machine"));
    try (AgentJvm jvm = job(machine, file).start()) {
      jvm.say("score 30 20");
      jvm.awaitOut("done score");
      new ProcessBuilder("kill", "-TERM", String.valueOf(jvm.pid())).start().waitFor();
      jvm.awaitExit();
    }
    assertThat(receipts(file)).isEqualTo(30);
  }

  @Test
  void aHostThatServesTheRestInAHookOfItsOwnIsMeteredToItsLastCall() throws Exception {
    Path file = folder.resolve("receipts.jsonl");
    FakeMachine machine = FakeMachine.oneH100(folder.resolve("machine"));
    try (AgentJvm jvm = job(machine, file).start()) {
      jvm.say("drain 20 20");
      jvm.say("score 10 20");
      jvm.awaitOut("done score");
      new ProcessBuilder("kill", "-TERM", String.valueOf(jvm.pid())).start().waitFor();
      jvm.awaitExit();
    }
    assertThat(receipts(file)).isEqualTo(30);
  }

  @Test
  void aJarThatIsOverwrittenBeforeAnythingWasMeteredChangesNothing() throws Exception {
    Path jar = Files.copy(AgentJvm.jar(), folder.resolve("agent!.jar"));
    try (AgentJvm jvm =
        AgentJvm.main(CustomWorkload.class)
            .flag(
                "-javaagent:"
                    + jar
                    + "=metrics.address=127.0.0.1:0,power.source=simulated"
                    + ",hooks.custom=io.joulebook.agent.whole.app.Ranker#score=ranker")
            .start()) {
      jvm.awaitOut("ready");
      Files.write(jar, new byte[100_000], StandardOpenOption.TRUNCATE_EXISTING);
      jvm.say("score 5 1");
      assertThat(jvm.awaitOut("done score 5 1: ")).isEqualTo("ok");

      jvm.awaitMetrics(m -> m.value("joulebook_calls_total") == 5);
      Files.copy(AgentJvm.jar(), jar, StandardCopyOption.REPLACE_EXISTING);
    }
  }
}
