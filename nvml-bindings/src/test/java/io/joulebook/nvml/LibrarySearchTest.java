package io.joulebook.nvml;

import static org.assertj.core.api.Assertions.assertThat;

import io.joulebook.nvml.fake.FakeMachine;
import io.joulebook.nvml.fake.ForkedJvm;
import io.joulebook.nvml.fake.NeedsCompiler;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The driver's name is looked for where the dynamic loader looks, and nowhere else. */
@NeedsCompiler
class LibrarySearchTest {
  private final FakeMachine machine;
  private final Path folder;

  LibrarySearchTest(@TempDir Path folder) {
    this.folder = folder;
    this.machine = FakeMachine.oneH100(folder);
  }

  @Test
  void theLoadersPathIsSearched() throws IOException {
    assertThat(new ForkedJvm(folder).libraryPath(folder).run(WhichLibrary.class))
        .isEqualTo("opened " + machine.library());
  }

  @Test
  void aLibraryPlantedOnTheClassPathOrInTheWorkingDirectoryIsNotLoaded() throws IOException {
    assertThat(
            new ForkedJvm(folder)
                .classPath(folder)
                .libraryPath(Path.of("/nowhere"))
                .run(WhichLibrary.class))
        .isNotEmpty()
        .doesNotContain(folder.toString())
        .containsAnyOf("NVML cannot be opened from libnvidia-ml.so.1", "opened /");
  }

  /** An empty variable names no folder: the loader would not look at the file. */
  @Test
  void aBrokenLibraryInTheWorkingDirectoryIsNotSpokenOf() throws IOException {
    Files.write(machine.library(), Arrays.copyOf(Files.readAllBytes(machine.library()), 1_000));

    assertThat(new ForkedJvm(folder).run(WhichLibrary.class))
        .containsAnyOf("NVML cannot be opened from libnvidia-ml.so.1", "opened /")
        .doesNotContain("is not whole");
  }

  /** The loader passes over the first, and mapping the second would end the JVM. */
  @Test
  void whatComesAfterALibraryOf32BitsIsLookedAtToo() throws IOException {
    byte[] whole = Files.readAllBytes(machine.library());
    Path first = Files.createDirectory(folder.resolve("lib32"));
    byte[] of32Bits = whole.clone();
    of32Bits[4] = 1;
    Files.write(first.resolve(machine.library().getFileName()), of32Bits);
    Path both = Path.of(first + ":" + folder);

    assertThat(new ForkedJvm(folder).libraryPath(both).run(WhichLibrary.class))
        .isEqualTo("opened " + machine.library());
    Files.write(machine.library(), Arrays.copyOf(whole, 1_000));
    assertThat(new ForkedJvm(folder).libraryPath(both).run(WhichLibrary.class))
        .contains(machine.library() + " is not whole");
  }

  @Test
  void theLoadersWordsReachTheMessageOfAFreshJvm() throws IOException {
    assertThat(new ForkedJvm(folder).run(WhichLibrary.class, "libno-such-nvml.so.1"))
        .contains(
            "directories): libno-such-nvml.so.1: cannot open shared object file: No such file or"
                + " directory; install");
  }
}
