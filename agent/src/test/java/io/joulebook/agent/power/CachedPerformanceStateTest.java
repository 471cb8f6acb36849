package io.joulebook.agent.power;

import static org.assertj.core.api.Assertions.assertThat;

import io.joulebook.agent.ledger.Edge;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class CachedPerformanceStateTest {
  private static final long MS = 1_000_000L;

  private OptionalInt answer = OptionalInt.of(8);
  private int asked;
  private final CachedPerformanceState state =
      new CachedPerformanceState(
          () -> {
            asked++;
            return answer;
          });

  @Test
  void itIsAskedForTenTimesASecondAtMost() {
    for (int ms = 0; ms < 1_000; ms += 20) {
      assertThat(state.applyAsInt(ms * MS)).isEqualTo(8);
    }

    assertThat(asked).isEqualTo(10);
  }

  @Test
  void whatIsNoStateIsNotKnown() {
    answer = OptionalInt.of(32);
    assertThat(state.applyAsInt(0)).isEqualTo(Edge.UNKNOWN_STATE);
    answer = OptionalInt.empty();
    assertThat(state.applyAsInt(1_000 * MS)).isEqualTo(Edge.UNKNOWN_STATE);
  }
}
