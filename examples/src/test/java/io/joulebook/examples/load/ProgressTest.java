package io.joulebook.examples.load;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ProgressTest {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(bytes, true, UTF_8);

  @Test
  void aFileGetsALinePerTenth() {
    Progress progress = new Progress(out, false, 400);
    IntStream.range(0, 400).forEach(i -> progress.oneDone());
    assertThat(bytes.toString(UTF_8).lines())
        .hasSize(10)
        .startsWith("   10 %  40 of 400 requests")
        .endsWith("  100 %  400 of 400 requests");
  }

  @Test
  void aTerminalGetsOneLineThatIsRedrawn() {
    Progress progress = new Progress(out, true, 4);
    IntStream.range(0, 4).forEach(i -> progress.oneDone());
    assertThat(bytes.toString(UTF_8))
        .startsWith("\r  [##########------------------------------]  25 %  1 of 4 requests\r")
        .endsWith("\r  [" + "#".repeat(40) + "] 100 %  4 of 4 requests\n")
        .containsOnlyOnce("\n");
  }
}
