package io.joulebook.agent.power;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JnaLibraryTest {
  private static final byte[] LIBRARY = {1, 2, 3};

  @TempDir Path folder;

  @Test
  void theFirstDirectoryThatTakesItIsUsed() throws Exception {
    File directory = JnaLibrary.write(LIBRARY, List.of(new File("/proc/self"), folder.toFile()));

    assertThat(directory.getParentFile()).isEqualTo(folder.toFile());
    assertThat(directory.toPath().resolve("libjnidispatch.so")).hasBinaryContent(LIBRARY);
    assertThat(Files.getPosixFilePermissions(directory.toPath())).hasSize(3);
  }

  @Test
  void whereNoneDoesTheMessageNamesAllThatWereTried() {
    assertThatThrownBy(
            () -> JnaLibrary.write(LIBRARY, List.of(new File("/proc/self"), new File("/no/such"))))
        .isInstanceOf(IOException.class)
        .hasMessageContainingAll("/proc/self", "/no/such", "native.dir");
  }
}
