package io.joulebook.nvml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.joulebook.nvml.fake.FakeCall;
import io.joulebook.nvml.fake.FakeMachine;
import io.joulebook.nvml.fake.NeedsCompiler;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@NeedsCompiler
class OpeningTest {
  private final Path folder;

  OpeningTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  void aMissingNameSaysWhereItWasLookedFor() {
    NvmlException e = failure("libno-such-nvml.so.1");
    assertThat(e.why()).isEqualTo(NvmlReturn.Code.LIBRARY_NOT_FOUND);
    assertThat(e)
        .hasMessageContaining("opened from libno-such-nvml.so.1 (looked for where")
        .hasMessageContaining("LD_LIBRARY_PATH")
        .hasMessageContaining("No such file")
        .hasMessageContaining("install the NVIDIA driver");
  }

  @Test
  void aMissingFileIsNotLookedForElsewhere() {
    String file = folder.resolve("libnvidia-ml.so.1").toString();
    assertThat(failure(file))
        .hasMessageContaining("opened from " + file + ": ")
        .hasMessageContaining("No such file");
  }

  @Test
  void relativePathsAreRefused() {
    assertThat(failure("lib/libnvidia-ml.so.1"))
        .hasMessageContaining("neither a plain name nor an absolute path");
    assertThat(failure(" ")).hasMessageContaining("neither a plain name nor an absolute path");
  }

  @Test
  void aLibraryForAnotherArchitectureSaysSo() {
    NvmlException e = failure(FakeMachine.wrongArchitecture(folder));
    assertThat(e.why()).isEqualTo(NvmlReturn.Code.LIBRARY_NOT_FOUND);
    assertThat(e)
        .hasMessageContaining("wrong ELF class: ELFCLASS32")
        .hasMessageContaining("this JVM is " + System.getProperty("os.arch"));
  }

  @Test
  void aFileThatIsNoLibraryIsRefused() throws IOException {
    Path file = Files.writeString(folder.resolve("libnvidia-ml.so.1"), "not a library at all\n");
    assertThat(failure(file.toString()).why()).isEqualTo(NvmlReturn.Code.LIBRARY_NOT_FOUND);
  }

  @Test
  void aLibraryThatIsNoNvmlIsRefused() {
    NvmlException e = failure(FakeMachine.withoutInitSymbol(folder));
    assertThat(e.why()).isEqualTo(NvmlReturn.Code.FUNCTION_NOT_FOUND);
    assertThat(e).hasMessageContaining("lacks the functions every NVML has");
  }

  @Test
  void aMissingDriverSaysHowToLoadIt() {
    NvmlException e = failure(FakeMachine.driverNotLoaded(folder));
    assertThat(e.why()).isEqualTo(NvmlReturn.Code.DRIVER_NOT_LOADED);
    assertThat(e)
        .hasMessageContaining("nvmlInit_v2 answered 9, the NVIDIA driver is not loaded; load the");
  }

  @Test
  void missingPermissionNamesTheDevices() {
    NvmlException e = failure(FakeMachine.noPermission(folder));
    assertThat(e.why()).isEqualTo(NvmlReturn.Code.NO_PERMISSION);
    assertThat(e).hasMessageContaining("/dev/nvidiactl");
  }

  @Test
  void aReplacedDriverAsksForARestart() {
    NvmlException e = failure(FakeMachine.versionMismatch(folder));
    assertThat(e.why()).isEqualTo(NvmlReturn.Code.LIB_RM_VERSION_MISMATCH);
    assertThat(e).hasMessageContaining("restart this process");
  }

  @Test
  void aCodeNobodyKnowsIsKept() {
    FakeMachine machine = FakeMachine.oneH100(folder);
    machine.answer(FakeCall.INIT, 4711);
    NvmlException e = failure(machine);
    assertThat(e.why()).isEqualTo(new NvmlReturn.UnknownCode(4711));
    assertThat(e).hasMessageContaining("answered 4711");
  }

  @Test
  void aFailedOpeningDoesNotStandInTheWayOfTheNext() throws NvmlException {
    FakeMachine machine = FakeMachine.driverNotLoaded(folder);
    failure(machine);
    machine.answer(FakeCall.INIT, 0);
    try (Nvml nvml = Nvml.open(machine.library().toString())) {
      assertThat(nvml.gpuCount()).isEqualTo(1);
    }
  }

  @Test
  void aSecondLibraryIsRefusedWhileTheFirstIsOpen() throws NvmlException {
    FakeMachine first = FakeMachine.oneH100(folder.resolve("first"));
    FakeMachine second = FakeMachine.none(folder.resolve("second"));
    try (Nvml nvml = Nvml.open(first.library().toString())) {
      NvmlException e = failure(second);
      assertThat(e.why()).isEqualTo(NvmlReturn.Code.IN_USE);
      assertThat(e).hasMessageContaining(first.library() + " is open already");
      assertThat(nvml.gpuCount()).isEqualTo(1);
    }
    try (Nvml nvml = Nvml.open(second.library().toString())) {
      assertThat(nvml.gpuCount()).isZero();
    }
  }

  @Test
  void aMachineWithoutGpusOpensAndHasNone() throws NvmlException {
    try (Nvml nvml = Nvml.open(FakeMachine.none(folder).library().toString())) {
      assertThat(nvml.gpus()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {256, 2_000_000_000, -1})
  void aNumberOfGpusThatNoHostHasIsRefused(int claimed) throws NvmlException {
    FakeMachine machine = FakeMachine.oneH100(folder);
    machine.claimGpus(claimed);
    try (Nvml nvml = Nvml.open(machine.library().toString())) {
      assertThatThrownBy(nvml::gpus)
          .isInstanceOf(NvmlException.class)
          .hasMessageContaining("told of " + Integer.toUnsignedString(claimed) + " GPUs");
      assertThat(machine.calls(FakeCall.HANDLE_BY_INDEX)).isZero();
    }
  }

  private static NvmlException failure(FakeMachine machine) {
    return failure(machine.library().toString());
  }

  private static NvmlException failure(String library) {
    NvmlException e = catchThrowableOfType(NvmlException.class, () -> Nvml.open(library).close());
    assertThat(e).as("opening %s", library).isNotNull();
    assertThat(e.getMessage()).doesNotContain("\n").contains(library);
    return e;
  }
}
