package io.joulebook.agent.whole;

import static org.assertj.core.api.Assertions.assertThat;

import io.joulebook.agent.whole.app.CustomWorkload;
import io.joulebook.nvml.fake.FakeCall;
import io.joulebook.nvml.fake.FakeGpu;
import io.joulebook.nvml.fake.FakeMachine;
import io.joulebook.nvml.fake.NeedsCompiler;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A driver that fails while the host serves. */
@NeedsCompiler
class FaultsWholeTest {
  private static final String CALLS = "joulebook_calls_total";
  private static final String ERRORS = "joulebook_power_errors_total";

  @TempDir Path folder;

  private static AgentJvm start(FakeMachine machine) throws Exception {
    AgentJvm jvm =
        AgentJvm.main(CustomWorkload.class)
            .agent(
                "metrics.address=127.0.0.1:0,power.source=nvml,nvml.library="
                    + machine.library()
                    + ",hooks.custom=io.joulebook.agent.whole.app.Ranker#score=ranker")
            .start();
    obey(jvm, "score 10 1");
    jvm.awaitMetrics(m -> m.has("joulebook_measured_joules_total") && m.value(CALLS) == 10);
    return jvm;
  }

  private static void obey(AgentJvm jvm, String command) throws Exception {
    jvm.say(command);
    assertThat(jvm.awaitOut("done " + command + ": ")).isEqualTo("ok");
  }

  @Test
  void aDriverThatHangsHoldsUpNobody() throws Exception {
    FakeMachine machine = FakeMachine.oneH100(folder);
    FakeGpu gpu = machine.gpu(0);
    try (AgentJvm jvm = start(machine)) {
      gpu.hang(FakeCall.ENERGY);
      obey(jvm, "score 20 2");
      Metrics hung = jvm.awaitMetrics(m -> m.value(CALLS) == 30 && m.value(ERRORS, "hang") > 0);
      assertThat(jvm.awaitErr("has not answered")).contains("not affected");
      MeteringWholeTest.assertBooksBalance(hung);

      gpu.resume(FakeCall.ENERGY);
      double measured = hung.value("joulebook_measured_joules_total");
      Metrics after =
          jvm.awaitMetrics(m -> m.value("joulebook_measured_joules_total") > measured + 100);
      // What the counter counted while nobody could read it belongs to nobody.
      assertThat(after.value("joulebook_energy_joules_total", "unattributed")).isGreaterThan(100);
      MeteringWholeTest.assertBooksBalance(after);
    }
  }

  @Test
  void aDriverThatHangsWhenAskedForUtilizationHoldsUpNobodyAndTellsNoneThen() throws Exception {
    FakeMachine machine = FakeMachine.oneH100(folder);
    String[] states = {
      "joulebook_device_utilization_ratio",
      "joulebook_device_temperature_celsius",
      "joulebook_device_clock_hertz"
    };
    try (AgentJvm jvm = start(machine)) {
      jvm.awaitMetrics(m -> Arrays.stream(states).allMatch(m::has));
      machine.gpu(0).hang(FakeCall.UTILIZATION);
      jvm.awaitMetrics(m -> m.value(ERRORS, "hang") > 0);
      obey(jvm, "score 20 2");
      Metrics hung =
          jvm.awaitMetrics(m -> m.value(CALLS) == 30 && Arrays.stream(states).noneMatch(m::has));
      assertThat(hung.has("joulebook_device_info")).isTrue();
      MeteringWholeTest.assertBooksBalance(hung);

      machine.gpu(0).resume(FakeCall.UTILIZATION);
      jvm.awaitMetrics(m -> Arrays.stream(states).allMatch(m::has));
    }
  }

  @Test
  void aCounterThatStandsStillIsNoEnergyAndWhatItSaysLaterIsUnattributed() throws Exception {
    FakeMachine machine = FakeMachine.oneH100(folder);
    FakeGpu gpu = machine.gpu(0);
    try (AgentJvm jvm = start(machine)) {
      gpu.stick();
      obey(jvm, "score 20 2");
      Metrics stuck = jvm.awaitMetrics(m -> m.value(CALLS) == 30 && m.value(ERRORS, "stuck") > 0);
      MeteringWholeTest.assertBooksBalance(stuck);

      gpu.unstick();
      double measured = stuck.value("joulebook_measured_joules_total");
      Metrics after =
          jvm.awaitMetrics(m -> m.value("joulebook_measured_joules_total") > measured + 100);
      assertThat(after.value("joulebook_energy_joules_total", "unattributed")).isGreaterThan(50);
      MeteringWholeTest.assertBooksBalance(after);
    }
  }

  @Test
  void aJvmThatStandsStillMissesNoEnergy() throws Exception {
    FakeMachine machine = FakeMachine.oneH100(folder);
    try (AgentJvm jvm = start(machine)) {
      double before = jvm.metrics().value("joulebook_measured_joules_total");
      signal(jvm, "-STOP");
      long from = machine.now();
      Patience.await(() -> machine.now() - from > 4_000_000_000L ? true : null, () -> "time");
      signal(jvm, "-CONT");
      // 70 W for four seconds: one long interval, nothing of it unattributed.
      Metrics after =
          jvm.awaitMetrics(m -> m.value("joulebook_measured_joules_total") > before + 250);

      assertThat(after.value("joulebook_energy_joules_total", "unattributed")).isLessThan(5);
      MeteringWholeTest.assertBooksBalance(after);
    }
  }

  private static void signal(AgentJvm jvm, String signal) throws Exception {
    int exit = new ProcessBuilder("kill", signal, String.valueOf(jvm.pid())).start().waitFor();
    assertThat(exit).isZero();
  }

  @Test
  void theHostExitsWhileTheDriverHangs() throws Exception {
    FakeMachine machine = FakeMachine.oneH100(folder);
    try (AgentJvm jvm = start(machine)) {
      machine.gpu(0).hang(FakeCall.ENERGY);
      jvm.say("exit");

      assertThat(jvm.awaitExit()).isEqualTo(7);
    }
  }

  @Test
  void aLostGpuIsNotTouchedThroughItsOldHandleAndComesBack() throws Exception {
    FakeMachine machine = FakeMachine.oneH100(folder);
    FakeGpu gpu = machine.gpu(0);
    try (AgentJvm jvm = start(machine)) {
      gpu.lose();
      obey(jvm, "score 20 2");
      jvm.awaitMetrics(m -> m.value(ERRORS, "gpu_is_lost") > 0 && m.value(CALLS) == 30);
      gpu.comeBack();
      double before = jvm.metrics().value("joulebook_measured_joules_total");
      Metrics after =
          jvm.awaitMetrics(m -> m.value("joulebook_measured_joules_total") > before + 5);

      assertThat(machine.staleHandleUses()).isZero();
      MeteringWholeTest.assertBooksBalance(after);
    }
  }

  @Test
  void aCounterThatIsResetOrLiesMakesNoEnergy() throws Exception {
    FakeMachine machine = FakeMachine.oneH100(folder);
    FakeGpu gpu = machine.gpu(0);
    try (AgentJvm jvm = start(machine)) {
      double before = jvm.metrics().value("joulebook_measured_joules_total");
      gpu.shiftCounter(1_000_000_000); // a megajoule from one tick to the next
      jvm.awaitMetrics(m -> m.value(ERRORS, "implausible") > 0);
      gpu.resetCounter();
      Metrics after = jvm.awaitMetrics(m -> m.value(ERRORS, "counter_reset") > 0);

      assertThat(after.value("joulebook_measured_joules_total") - before).isLessThan(10_000);
      MeteringWholeTest.assertBooksBalance(after);
    }
  }

  @Test
  void aCardWithoutACounterIsIntegratedAndSaysSo() throws Exception {
    FakeMachine machine = FakeMachine.withoutCounter(folder);
    try (AgentJvm jvm = start(machine)) {
      Metrics metrics = jvm.metrics();

      assertThat(metrics.has("joulebook_measured_joules_total", "source=\"nvml_power\"")).isTrue();
      assertThat(metrics.has("joulebook_measured_joules_total", "source=\"nvml\"")).isFalse();
      MeteringWholeTest.assertBooksBalance(metrics);
    }
  }

  @Test
  void onlyTheVisibleGpuOfEightIsAttached() throws Exception {
    FakeMachine machine = FakeMachine.eightH100s(folder);
    String uuid = machine.gpu(5).uuid();
    try (AgentJvm jvm =
        AgentJvm.main(CustomWorkload.class)
            .environment("CUDA_VISIBLE_DEVICES", uuid)
            .agent(
                "metrics.address=127.0.0.1:0,power.source=nvml,nvml.library="
                    + machine.library()
                    + ",hooks.custom=io.joulebook.agent.whole.app.Ranker#score=ranker")
            .start()) {
      obey(jvm, "score 10 1");
      Metrics metrics = jvm.awaitMetrics(m -> m.has("joulebook_measured_joules_total"));

      assertThat(metrics.has("joulebook_measured_joules_total", uuid)).isTrue();
      assertThat(machine.gpu(5).attachments()).isPositive();
      assertThat(machine.gpu(0).attachments()).isZero();
    }
  }
}
