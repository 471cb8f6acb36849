package io.joulebook.agent.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ConsoleTest {
  private final PrintStream before = System.err;

  @AfterEach
  void restore() {
    System.setErr(before);
  }

  @Test
  void aLineIsOneLineAndLeavesTheTerminalAlone() throws Exception {
    ByteArrayOutputStream written = new ByteArrayOutputStream();
    System.setErr(new PrintStream(written, true, StandardCharsets.UTF_8));

    Console.log("a\nb\rc\u001b[31md\u0007e");
    Console.flush(60_000);

    assertThat(written.toString(StandardCharsets.UTF_8))
        .isEqualTo("[joulebook] a b c [31md e" + System.lineSeparator());
  }

  @Test
  void aStderrThatNobodyReadsHoldsUpNobody() throws Exception {
    CountDownLatch read = new CountDownLatch(1);
    ByteArrayOutputStream written = new ByteArrayOutputStream();
    System.setErr(
        new PrintStream(written, true, StandardCharsets.UTF_8) {
          @Override
          public void println(String line) {
            try {
              read.await();
            } catch (InterruptedException stop) {
              Thread.currentThread().interrupt();
            }
            super.println(line);
          }
        });
    for (int i = 0; i < 10_000; i++) {
      Console.log("line " + i + " " + "x".repeat(100_000)); // returns, and is bounded
    }
    read.countDown();
    Console.flush(60_000);

    String text = written.toString(StandardCharsets.UTF_8);
    assertThat(text.lines().count()).isBetween(1L, 300L);
    assertThat(text.lines()).allMatch(line -> line.length() < 2_100);
  }
}
