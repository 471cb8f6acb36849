package io.joulebook.nvml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.joulebook.nvml.fake.FakeCall;
import io.joulebook.nvml.fake.FakeMachine;
import io.joulebook.nvml.fake.NeedsCompiler;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A thread that the driver does not let go holds up no other. */
@NeedsCompiler
class HangTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final FakeMachine machine;
  private final Nvml nvml;
  private final Gpu gpu;
  private CompletableFuture<NvmlValue> stuck = new CompletableFuture<>();

  HangTest(@TempDir Path folder) throws NvmlException {
    machine = FakeMachine.eightH100s(folder).stopClock();
    nvml = Nvml.open(machine.library().toString());
    gpu = nvml.gpu(0);
  }

  @BeforeEach
  void hangInTheCounter() {
    machine.gpu(0).hang(FakeCall.ENERGY);
    long before = machine.gpu(0).calls(FakeCall.ENERGY);
    stuck = CompletableFuture.supplyAsync(gpu::energyMillijoules, HangTest::daemon);
    assertTimeoutPreemptively(PATIENCE, () -> spinUntilCallsExceed(before));
    assertThat(stuck).isNotDone();
  }

  @AfterEach
  void letGo() {
    machine.gpu(0).resume(FakeCall.ENERGY);
    assertTimeoutPreemptively(PATIENCE, () -> stuck.join());
    nvml.close();
  }

  @Test
  void otherQuestionsToTheSameGpuAreAnswered() {
    machine.gpu(0).period(Duration.ZERO);
    machine.gpu(0).power(333_000);
    assertThat(assertTimeoutPreemptively(PATIENCE, gpu::instantPowerMilliwatts))
        .isEqualTo(new NvmlValue.Value(333_000));
  }

  @Test
  void otherGpusAreRead() {
    machine.gpu(7).period(Duration.ZERO);
    assertThat(assertTimeoutPreemptively(PATIENCE, () -> nvml.gpu(7).energyMillijoules()))
        .isEqualTo(new NvmlValue.Value(machine.gpu(7).trueEnergyMicrojoulesNow() / 1000));
  }

  @Test
  void theLateAnswerIsNotMixedWithLaterOnes() {
    machine.gpu(0).period(Duration.ZERO);
    NvmlValue power = assertTimeoutPreemptively(PATIENCE, gpu::instantPowerMilliwatts);
    machine.gpu(0).resume(FakeCall.ENERGY);
    NvmlValue late = assertTimeoutPreemptively(PATIENCE, () -> stuck.join());
    assertThat(power).isEqualTo(new NvmlValue.Value(70_000));
    assertThat(late)
        .isEqualTo(new NvmlValue.Value(machine.gpu(0).trueEnergyMicrojoulesNow() / 1000));
  }

  private void spinUntilCallsExceed(long before) {
    while (machine.gpu(0).calls(FakeCall.ENERGY) == before) {
      Thread.onSpinWait();
    }
  }

  private static void daemon(Runnable work) {
    Thread thread = new Thread(work, "stuck in the driver");
    thread.setDaemon(true);
    thread.start();
  }
}
