package io.joulebook.collector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class DiskCheckTest {
  @TempDir Path folder;

  @Test
  void aFolderThatIsThereOrCanBeMadeWillDoAndNothingStays() {
    assertThatCode(() -> DiskCheck.folder(folder)).doesNotThrowAnyException();
    assertThatCode(() -> DiskCheck.folder(folder.resolve("a/b"))).doesNotThrowAnyException();

    assertThat(folder).isEmptyDirectory();
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void whatIsNoFolderOrTakesNoFileIsRefusedWithTheReason() throws IOException {
    Path link = Files.createSymbolicLink(folder.resolve("link"), folder.resolve("gone"));

    assertRefused(Path.of("/dev/null"), "/dev/null is no folder");
    assertRefused(Path.of("/dev/null/below"), "/dev/null is no folder");
    assertRefused(link.resolve("below"), link + " is no folder");
    assertRefused(Path.of("/proc/below"), "no file can be made in /proc: no such file or folder");
  }

  private static void assertRefused(Path path, String why) {
    assertThatThrownBy(() -> DiskCheck.folder(path))
        .isInstanceOf(IOException.class)
        .hasMessage(why);
  }

  @Test
  void aPathAloneIsNoReason() {
    assertThat(DiskCheck.why(new AccessDeniedException("/x"))).isEqualTo("/x: permission denied");
    assertThat(DiskCheck.why(new NoSuchFileException("/x")))
        .isEqualTo("/x: no such file or folder");
    assertThat(DiskCheck.why(new FileSystemException("/x", "/y", "Read-only file system")))
        .isEqualTo("/x -> /y: Read-only file system");
    assertThat(DiskCheck.why(new IOException("No space left on device")))
        .isEqualTo("No space left on device");
    assertThat(DiskCheck.why(new IOException())).contains("IOException");
  }
}
