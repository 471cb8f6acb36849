package io.joulebook.agent.power;

import static org.assertj.core.api.Assertions.assertThat;

import io.joulebook.nvml.Gpu;
import io.joulebook.nvml.Nvml;
import io.joulebook.nvml.fake.FakeCall;
import io.joulebook.nvml.fake.FakeMachine;
import io.joulebook.nvml.fake.NeedsCompiler;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@NeedsCompiler
class VisibleGpusTest {
  private static final int NOT_SUPPORTED = 3;
  private static final int NO_PERMISSION = 4;
  private static final int UNKNOWN = 999;

  @TempDir Path folder;

  private List<String> uuids(
      FakeMachine machine, Map<String, String> environment, Optional<List<String>> configured)
      throws Exception {
    try (Nvml nvml = Nvml.open(machine.library().toString())) {
      return VisibleGpus.find(nvml, environment, configured).gpus().stream()
          .map(Gpu::uuid)
          .toList();
    }
  }

  @Test
  void theHostSaysWhichGpusOfEightThisProcessSees() throws Exception {
    FakeMachine machine = FakeMachine.eightH100s(folder);
    String third = machine.gpu(3).uuid();
    String fifth = machine.gpu(5).uuid();

    assertThat(uuids(machine, Map.of(), Optional.empty())).hasSize(8);
    assertThat(uuids(machine, Map.of(), Optional.of(List.of("5", third))))
        .containsExactly(fifth, third);
    assertThat(uuids(machine, Map.of("CUDA_VISIBLE_DEVICES", fifth), Optional.empty()))
        .containsExactly(fifth);
    assertThat(uuids(machine, Map.of("CUDA_VISIBLE_DEVICES", "3,5"), Optional.empty()))
        .containsExactly(third, fifth);
    assertThat(uuids(machine, Map.of("CUDA_VISIBLE_DEVICES", "3,-1,5"), Optional.empty()))
        .containsExactly(third);
    assertThat(uuids(machine, Map.of("CUDA_VISIBLE_DEVICES", ""), Optional.empty())).isEmpty();
    assertThat(uuids(machine, Map.of("NVIDIA_VISIBLE_DEVICES", third), Optional.empty()))
        .containsExactly(third);
    // In a container these indexes count the host's GPUs, and only those mounted are seen.
    assertThat(uuids(machine, Map.of("NVIDIA_VISIBLE_DEVICES", "3"), Optional.empty())).hasSize(8);
    assertThat(uuids(machine, Map.of("NVIDIA_VISIBLE_DEVICES", "all"), Optional.empty()))
        .hasSize(8);
  }

  @Test
  void aGpuThatIsNamedTwiceIsThereOnce() throws Exception {
    FakeMachine machine = FakeMachine.eightH100s(folder);
    String third = machine.gpu(3).uuid();

    assertThat(
            uuids(machine, Map.of("NVIDIA_VISIBLE_DEVICES", third + "," + third), Optional.empty()))
        .containsExactly(third);
    assertThat(uuids(machine, Map.of(), Optional.of(List.of("3", third, third.substring(0, 12)))))
        .containsExactly(third);
  }

  @Test
  void aUniqueBeginningOfAUuidWillDo() throws Exception {
    FakeMachine machine = FakeMachine.eightH100s(folder);
    String third = machine.gpu(3).uuid();
    String beginning = uniqueBeginning(machine, third);

    assertThat(uuids(machine, Map.of("CUDA_VISIBLE_DEVICES", beginning), Optional.empty()))
        .containsExactly(third);
    assertThat(uuids(machine, Map.of(), Optional.of(List.of(beginning)))).containsExactly(third);
    String capitals = "GPU-" + third.substring(4).toUpperCase(Locale.ROOT);
    assertThat(uuids(machine, Map.of(), Optional.of(List.of(capitals)))).containsExactly(third);
    assertThat(uuids(machine, Map.of("CUDA_VISIBLE_DEVICES", capitals), Optional.empty()))
        .containsExactly(third);
  }

  @Test
  void ofAMigInstanceTheGpuIsMeteredWholeAndOnceHoweverItIsNamed() throws Exception {
    FakeMachine machine = FakeMachine.oneMigInstance(folder);
    String gpu = machine.gpu(0).uuid();
    String instance = machine.gpu(1).uuid();
    String olderName = "MIG-" + gpu + "/1/0";

    for (List<String> names :
        List.of(List.of(instance), List.of(olderName), List.of("0", instance, olderName, gpu))) {
      assertThat(uuids(machine, Map.of(), Optional.of(names))).containsExactly(gpu);
    }
    for (String variable : List.of("CUDA_VISIBLE_DEVICES", "NVIDIA_VISIBLE_DEVICES")) {
      assertThat(uuids(machine, Map.of(variable, instance), Optional.empty())).containsExactly(gpu);
    }
    try (Nvml nvml = Nvml.open(machine.library().toString())) {
      VisibleGpus.Found found = VisibleGpus.find(nvml, Map.of(), Optional.of(List.of(instance)));
      assertThat(found.complete()).isTrue();
      assertThat(found.remarks())
          .singleElement()
          .asString()
          .contains("nvml.devices", instance, "its GPU is metered whole");
    }
  }

  @Test
  void aMigInstanceOfOneGpuAmongManyMetersThatGpuAlone() throws Exception {
    FakeMachine machine = FakeMachine.oneMigInstanceOnTheSecondOfTwo(folder);
    assertThat(
            uuids(machine, Map.of("CUDA_VISIBLE_DEVICES", machine.gpu(2).uuid()), Optional.empty()))
        .containsExactly(machine.gpu(1).uuid());

    machine.gpu(2).answer(FakeCall.PARENT, NOT_SUPPORTED);
    assertThat(
            uuids(machine, Map.of("CUDA_VISIBLE_DEVICES", machine.gpu(2).uuid()), Optional.empty()))
        .hasSize(2);
  }

  private static String uniqueBeginning(FakeMachine machine, String uuid) {
    int length = "GPU-".length() + 1;
    while (sharedBy(machine, uuid.substring(0, length)) > 1) {
      length++;
    }
    return uuid.substring(0, length);
  }

  private static long sharedBy(FakeMachine machine, String beginning) {
    return machine.gpus().stream().filter(gpu -> gpu.uuid().startsWith(beginning)).count();
  }

  @Test
  void onlyTheGpusThatAreNamedAreAttached() throws Exception {
    FakeMachine machine = FakeMachine.eightH100s(folder);
    Map<String, String> environment =
        Map.of("CUDA_VISIBLE_DEVICES", "3,5", "CUDA_DEVICE_ORDER", "PCI_BUS_ID");

    assertThat(uuids(machine, environment, Optional.empty())).hasSize(2);
    assertThat(machine.gpus().stream().filter(gpu -> gpu.attachments() > 0)).hasSize(2);
  }

  @Test
  void whatCannotBeAttachedIsSaidAndLookedForAgain() throws Exception {
    FakeMachine machine = FakeMachine.oneH100(folder);
    try (Nvml nvml = Nvml.open(machine.library().toString())) {
      VisibleGpus.Found found = VisibleGpus.find(nvml, Map.of(), Optional.of(List.of("7")));

      assertThat(found.gpus()).isEmpty();
      assertThat(found.complete()).isFalse();
      assertThat(found.remarks()).singleElement().asString().contains("nvml.devices", "\"7\"");
    }
  }

  @Test
  void aHostThatHidesAllGpusIsNotLookedAtAgain() throws Exception {
    FakeMachine machine = FakeMachine.oneH100(folder);
    try (Nvml nvml = Nvml.open(machine.library().toString())) {
      for (String hidden : List.of("", " ", "-1", "-1,0")) {
        VisibleGpus.Found found =
            VisibleGpus.find(nvml, Map.of("CUDA_VISIBLE_DEVICES", hidden), Optional.empty());

        assertThat(found.gpus()).isEmpty();
        assertThat(found.complete()).isTrue();
        assertThat(found.remarks()).singleElement().asString().contains("hides all GPUs");
      }
    }
  }

  @Test
  void aGpuOfAllThatCannotBeAttachedIsSaidAndLookedForAgain() throws Exception {
    FakeMachine machine = FakeMachine.eightH100s(folder);
    machine.gpu(3).answer(FakeCall.HANDLE_BY_INDEX, UNKNOWN);
    try (Nvml nvml = Nvml.open(machine.library().toString())) {
      VisibleGpus.Found found = VisibleGpus.find(nvml, Map.of(), Optional.empty());

      assertThat(found.gpus()).hasSize(7);
      assertThat(found.complete()).isFalse();
      assertThat(found.remarks()).singleElement().asString().contains("GPU 3", "999");

      Map<String, String> others =
          Map.of("CUDA_VISIBLE_DEVICES", machine.gpu(5).uuid().substring(0, 20));
      assertThat(VisibleGpus.find(nvml, others, Optional.empty()).remarks()).isEmpty();
    }
  }

  @Test
  void aGpuThatIsGivenToOthersIsNoProblemUnlessAllAre() throws Exception {
    FakeMachine machine = FakeMachine.eightH100s(folder);
    machine.gpu(3).answer(FakeCall.HANDLE_BY_INDEX, NO_PERMISSION);
    try (Nvml nvml = Nvml.open(machine.library().toString())) {
      assertThat(VisibleGpus.find(nvml, Map.of(), Optional.empty()).remarks()).isEmpty();

      machine.gpus().forEach(gpu -> gpu.answer(FakeCall.HANDLE_BY_INDEX, NO_PERMISSION));
      assertThat(VisibleGpus.find(nvml, Map.of(), Optional.empty()).remarks()).hasSize(8);
    }
  }
}
