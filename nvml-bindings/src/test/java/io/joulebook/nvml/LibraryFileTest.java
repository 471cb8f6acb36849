package io.joulebook.nvml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.joulebook.nvml.fake.FakeMachine;
import io.joulebook.nvml.fake.NeedsCompiler;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Files that would stop the JVM if the dynamic loader opened them. */
@NeedsCompiler
@Timeout(60)
class LibraryFileTest {
  @TempDir Path folder;

  @Test
  void aPipeIsNotOpened() throws Exception {
    Path pipe = folder.resolve("libnvidia-ml.so.1");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();

    assertThatThrownBy(() -> Nvml.open(pipe.toString()))
        .isInstanceOf(NvmlException.class)
        .hasMessageContaining(pipe + " is no regular file");
  }

  @Test
  void aLibraryThatIsStillBeingCopiedIsNotLoaded() throws Exception {
    Path whole = FakeMachine.oneH100(Files.createDirectory(folder.resolve("machine"))).library();
    byte[] bytes = Files.readAllBytes(whole);
    Path part = folder.resolve("libnvidia-ml.so.1");
    for (int length : new int[] {1_000, bytes.length / 2, bytes.length - 1}) {
      Files.write(part, Arrays.copyOf(bytes, length));

      assertThatThrownBy(() -> Nvml.open(part.toString()))
          .isInstanceOf(NvmlException.class)
          .hasMessageContaining(
              "is not whole: it has " + length + " of " + bytes.length + " bytes");
    }
  }
}
