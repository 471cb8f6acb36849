package io.joulebook.agent.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What is named as a configuration file may be something that never ends, or never begins. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class TextFileTest {
  @TempDir private Path folder;

  @Test
  @EnabledOnOs(OS.LINUX)
  void aNamedPipeIsNotWaitedFor() throws Exception {
    Path pipe = folder.resolve("pipe");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    assertNotAFile(pipe);
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void aDeviceIsNotRead() {
    assertNotAFile(Path.of("/dev/zero"));
  }

  @Test
  void aFolderIsNotAFile() {
    assertNotAFile(folder);
  }

  private static void assertNotAFile(Path path) {
    assertThatThrownBy(() -> TextFile.read(path.toString()))
        .isInstanceOf(IOException.class)
        .hasMessage("not a file");
  }

  @Test
  void whatIsTooLargeIsRefused() throws Exception {
    Path file = Files.write(folder.resolve("large"), new byte[(1 << 20) + 1]);
    assertThatThrownBy(() -> TextFile.read(file.toString()))
        .isInstanceOf(IOException.class)
        .hasMessage("larger than 1 MiB");
  }

  @Test
  void aByteOrderMarkTellsUtf16() throws Exception {
    for (Charset charset : List.of(StandardCharsets.UTF_16BE, StandardCharsets.UTF_16LE)) {
      Path file = Files.writeString(folder.resolve("wide"), "\ufeffgrid.zone: DE", charset);

      assertThat(TextFile.read(file.toString())).isEqualTo("grid.zone: DE");
    }
  }
}
