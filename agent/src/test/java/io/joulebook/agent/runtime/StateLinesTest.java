package io.joulebook.agent.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class StateLinesTest {
  private static final String FAILS = "the GPU cannot be read";
  private static final String READS = "the GPU is read again";

  private final List<String> said = new ArrayList<>();
  private long now = -5;
  private boolean full;
  private final StateLines lines =
      new StateLines(
          line -> {
            if (!full) {
              said.add(line);
            }
            return !full;
          },
          () -> now);

  @Test
  void aStateThatComesBackWithinTheMinuteIsSaidAgain() {
    lines.state("GPU", FAILS);
    lines.state("GPU", READS);
    lines.state("GPU", FAILS);

    assertThat(said).containsExactly(FAILS, READS, FAILS);
  }

  @Test
  void ofAStateThatFlapsTheOneInForceIsSaidOnceTheMinuteIsOver() {
    for (int i = 0; i < 1_000; i++) {
      lines.state("GPU", FAILS);
      lines.state("GPU", READS);
    }
    lines.state("GPU", FAILS);
    lines.sayHeld();
    assertThat(said).hasSize(StateLines.AT_ONCE);

    now += StateLines.MINUTE;
    lines.sayHeld();
    lines.sayHeld();
    assertThat(said).hasSizeBetween(StateLines.AT_ONCE + 1, StateLines.AT_ONCE + 2);
    assertThat(said).last().isEqualTo(FAILS);
  }

  @Test
  void aStateThatIsOverBeforeItWasSaidNeedsNoLine() {
    for (int i = 0; i < StateLines.AT_ONCE; i += 2) {
      lines.state("GPU", FAILS);
      lines.state("GPU", READS);
    }
    lines.state("GPU", READS);
    now += StateLines.MINUTE;
    lines.sayHeld();

    assertThat(said).hasSize(StateLines.AT_ONCE).last().isEqualTo(READS);
  }

  @Test
  void oneThatFlapsKeepsNoOtherFromBeingSaid() {
    for (int i = 0; i < 10_000; i++) {
      lines.state("GPU", FAILS + i);
    }
    lines.state("driver", "hangs");

    assertThat(said).hasSize(StateLines.AT_ONCE + 1).last().isEqualTo("hangs");
  }

  @Test
  void aLineThatCouldNotBeTakenIsSaidLater() {
    full = true;
    lines.state("GPU", FAILS);
    full = false;
    lines.sayHeld();

    assertThat(said).containsExactly(FAILS);
  }

  @Test
  void subjectsWithoutNumberAreBounded() {
    for (int i = 0; i < 100_000; i++) {
      lines.state("GPU " + i, FAILS);
    }

    assertThat(said).hasSizeLessThan(300);
  }
}
