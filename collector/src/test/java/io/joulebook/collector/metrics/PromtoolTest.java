package io.joulebook.collector.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class PromtoolTest {
  @BeforeAll
  static void promtoolIsNeeded() {
    boolean found = promtool().isPresent();
    if (Boolean.getBoolean("joulebook.ci")) {
      assertThat(found).as("promtool is on PATH, as it must be in CI").isTrue();
    }
    if (!found) {
      System.out.println("Skipped: promtool is not on PATH (Debian package: prometheus)");
    }
    assumeTrue(found, "promtool is not on PATH");
  }

  @Test
  void findsNoFaultInTheTextFormat() throws IOException, InterruptedException {
    assertThat(complaints(FullBooks.priced().shown())).isEmpty();
    assertThat(complaints(FullBooks.unpriced().shown())).isEmpty();
  }

  @Test
  void wouldFindAFault() throws IOException, InterruptedException {
    assertThat(
            complaints(
                "# HELP a_milliseconds x\n# TYPE a_milliseconds counter\na_milliseconds 1\n"))
        .contains("milliseconds");
  }

  private static Optional<Path> promtool() {
    return Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
        .map(folder -> Path.of(folder, "promtool"))
        .filter(Files::isExecutable)
        .findFirst();
  }

  private static String complaints(String exposition) throws IOException, InterruptedException {
    Process promtool =
        new ProcessBuilder(promtool().orElseThrow().toString(), "check", "metrics")
            .redirectErrorStream(true)
            .start();
    try (var in = promtool.getOutputStream()) {
      in.write(exposition.getBytes(StandardCharsets.UTF_8));
    }
    String said =
        new String(promtool.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    return promtool.waitFor() == 0 ? said : "exit " + promtool.exitValue() + ": " + said;
  }
}
