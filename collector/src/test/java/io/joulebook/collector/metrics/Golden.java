package io.joulebook.collector.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A file that holds what the product writes; run with {@code -Djoulebook.golden=write} to renew.
 */
public final class Golden {
  private Golden() {}

  /** A path from the module's folder. */
  public static void check(String path, String written) throws IOException {
    Path file = Path.of(System.getProperty("joulebook.basedir", "."), path);
    if ("write".equals(System.getProperty("joulebook.golden"))) {
      Files.createDirectories(file.toAbsolutePath().getParent());
      Files.writeString(file, written);
    }
    assertThat(file)
        .as("%s; if the change is meant: mvn verify -Djoulebook.golden=write", path)
        .exists();
    assertThat(written)
        .as("%s; if the change is meant: mvn verify -Djoulebook.golden=write", path)
        .isEqualTo(Files.readString(file));
  }
}
