package io.joulebook.agent.whole;

import static org.assertj.core.api.Assertions.assertThat;

import io.joulebook.agent.whole.app.CustomWorkload;
import io.joulebook.nvml.fake.FakeCall;
import io.joulebook.nvml.fake.FakeMachine;
import io.joulebook.nvml.fake.NeedsCompiler;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A driver that is not ready when the host is, and a GPU that has another agent. */
@NeedsCompiler
class LateDriverWholeTest {
  private static final String CALLS = "joulebook_calls_total";
  private static final String MEASURED = "joulebook_measured_joules_total";
  private static final int DRIVER_NOT_LOADED = 9;
  private static final int VERSION_MISMATCH = 18;

  @TempDir Path folder;

  private static AgentJvm start(FakeMachine machine, String more) throws Exception {
    return AgentJvm.main(CustomWorkload.class)
        .agent(
            "metrics.address=127.0.0.1:0,power.source=nvml,nvml.library="
                + machine.library()
                + ",hooks.custom=io.joulebook.agent.whole.app.Ranker#score=ranker"
                + more)
        .start();
  }

  private static void score(AgentJvm jvm, int calls) throws Exception {
    String command = "score " + calls + " 1";
    jvm.say(command);
    assertThat(jvm.awaitOut("done " + command + ": ")).isEqualTo("ok");
  }

  @Test
  void aDriverThatIsLoadedLaterIsMeteredWithoutARestart() throws Exception {
    FakeMachine machine = FakeMachine.oneH100(folder);
    machine.answer(FakeCall.INIT, DRIVER_NOT_LOADED);
    try (AgentJvm jvm = start(machine, "")) {
      score(jvm, 5);
      Metrics before = jvm.awaitMetrics(m -> m.value(CALLS) == 5);
      assertThat(jvm.awaitErr("the NVIDIA driver is not loaded")).contains("looked for again");
      assertThat(before.value("joulebook_calls_unmeasured_total")).isEqualTo(5);
      assertThat(before.has(MEASURED)).isFalse();

      machine.answer(FakeCall.INIT, 0);

      jvm.awaitMetrics(m -> m.value(MEASURED) > 0);
      assertThat(jvm.awaitErr("now meters")).contains(machine.gpu(0).uuid());
      score(jvm, 6);
      Metrics after = jvm.awaitMetrics(m -> m.value(CALLS) == 11);
      assertThat(after.value("joulebook_model_energy_joules_total")).isPositive();
      MeteringWholeTest.assertBooksBalance(after);
    }
  }

  @Test
  void aDriverThatHangsWhenItIsOpenedHoldsUpNothing() throws Exception {
    FakeMachine machine = FakeMachine.oneH100(folder);
    machine.hang(FakeCall.INIT);
    try (AgentJvm jvm = start(machine, "")) {
      score(jvm, 5);
      jvm.awaitMetrics(m -> m.value(CALLS) == 5 && m.value("joulebook_power_errors_total") > 0);
      assertThat(jvm.awaitErr("has not answered")).contains("calls are counted");

      machine.resume(FakeCall.INIT);

      jvm.awaitMetrics(m -> m.value(MEASURED) > 0);
      assertThat(jvm.awaitErr("answers again")).isNotEmpty();
      machine.hang(FakeCall.ENERGY);
      jvm.say("exit");
      assertThat(jvm.awaitExit()).isEqualTo(7);
    }
  }

  @Test
  void whileADriverHangsAHundredThousandCallsDoNotFillTheHeap() throws Exception {
    FakeMachine machine = FakeMachine.oneH100(folder);
    try (AgentJvm jvm =
        AgentJvm.main(CustomWorkload.class)
            .flag("-Xmx80m")
            .agent(
                "metrics.address=127.0.0.1:0,power.source=nvml,nvml.library="
                    + machine.library()
                    + ",hooks.custom=io.joulebook.agent.whole.app.Ranker#score=ranker")
            .start()) {
      score(jvm, 5);
      jvm.awaitMetrics(m -> m.value(MEASURED) > 0);
      machine.gpu(0).hang(FakeCall.ENERGY);

      jvm.say("burst 2 400000");
      assertThat(jvm.awaitOut("done burst 2 400000: ")).isEqualTo("ok");

      Metrics metrics = jvm.awaitMetrics(m -> m.value(CALLS) == 800_005);
      MeteringWholeTest.assertBooksBalance(metrics);
      machine.gpu(0).resume(FakeCall.ENERGY);
    }
  }

  @Test
  void aDriverThatIsReplacedBelowUsIsSaidAndCallsAreCounted() throws Exception {
    FakeMachine machine = FakeMachine.oneH100(folder);
    try (AgentJvm jvm = start(machine, "")) {
      score(jvm, 5);
      jvm.awaitMetrics(m -> m.value(MEASURED) > 0);
      machine.answer(FakeCall.ENERGY, VERSION_MISMATCH);
      score(jvm, 6);
      jvm.awaitMetrics(
          m ->
              m.value(CALLS) == 11
                  && m.value("joulebook_power_errors_total", "lib_rm_version_mismatch") > 0);
      assertThat(jvm.awaitErr("cannot be read")).contains("differ in version");

      machine.answer(FakeCall.ENERGY, 0);

      assertThat(jvm.awaitErr("is read again")).contains(machine.gpu(0).uuid());
    }
  }

  @Test
  void twoAgentsOnOneGpuBothSaySoUntilOneIsGone() throws Exception {
    FakeMachine machine = FakeMachine.oneH100(folder);
    String shared = ",shared.path=" + folder.resolve("shared");
    try (AgentJvm first = start(machine, shared)) {
      score(first, 5);
      Metrics alone = first.awaitMetrics(m -> m.value(MEASURED) > 0);
      assertThat(alone.has("joulebook_device_shared")).isFalse();
      try (AgentJvm second = start(machine, shared)) {
        score(second, 5);
        for (AgentJvm each : new AgentJvm[] {first, second}) {
          each.awaitMetrics(
              m -> m.value("joulebook_device_shared", "reason=\"another_agent\"") == 1);
          assertThat(each.awaitErr("is shared")).contains("another agent");
        }
        score(second, 6);
        second.awaitMetrics(
            m -> m.value("joulebook_model_quality_joules_total", "quality=\"shared\"") > 0);
      }
      first.awaitMetrics(m -> !m.has("joulebook_device_shared"));
    }
  }

  @Test
  void aGpuThatIsNamedTwiceIsBookedOnce() throws Exception {
    FakeMachine machine = FakeMachine.oneH100(folder);
    machine.gpu(0).power(100_000);
    try (AgentJvm jvm = start(machine, ",nvml.devices=0," + machine.gpu(0).uuid())) {
      score(jvm, 5);
      Metrics before = jvm.awaitMetrics(m -> m.value(MEASURED) > 0);
      long from = machine.gpu(0).trueEnergyMicrojoulesNow();
      Metrics after = jvm.awaitMetrics(m -> m.value(MEASURED) > before.value(MEASURED) + 300);
      double used = (machine.gpu(0).trueEnergyMicrojoulesNow() - from) / 1e6;

      // Twice the energy would be twice; a second more or less of 100 W is 100 J.
      assertThat(after.value(MEASURED) - before.value(MEASURED)).isLessThan(used + 150);
    }
  }
}
