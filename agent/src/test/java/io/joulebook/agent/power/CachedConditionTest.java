package io.joulebook.agent.power;

import static org.assertj.core.api.Assertions.assertThat;

import io.joulebook.agent.ledger.Edge;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class CachedConditionTest {
  private static final long MS = 1_000_000L;

  private OptionalInt answer = OptionalInt.of(8);
  private int asked;
  private boolean throttled;
  private int askedForThrottling;
  private final CachedCondition state =
      new CachedCondition(
          () -> {
            asked++;
            return answer;
          },
          () -> {
            askedForThrottling++;
            return throttled;
          });

  @Test
  void itIsAskedForTenTimesASecondAtMost() {
    for (int ms = 0; ms < 1_000; ms += 20) {
      assertThat(state.performanceState(ms * MS)).isEqualTo(8);
    }

    assertThat(asked).isEqualTo(10);
  }

  @Test
  void whetherItIsHeldBackIsAskedForMoreOften() {
    throttled = true;
    for (int ms = 0; ms < 1_000; ms += 5) {
      assertThat(state.isThrottled(ms * MS)).isTrue();
    }
    throttled = false;

    assertThat(state.isThrottled(1_100 * MS)).isFalse();
    assertThat(askedForThrottling).isEqualTo(68); // every 15 ms, and once more
    assertThat(asked).isZero();
  }

  @Test
  void whatIsNoStateIsNotKnown() {
    answer = OptionalInt.of(32);
    assertThat(state.performanceState(0)).isEqualTo(Edge.UNKNOWN_STATE);
    answer = OptionalInt.empty();
    assertThat(state.performanceState(1_000 * MS)).isEqualTo(Edge.UNKNOWN_STATE);
  }
}
