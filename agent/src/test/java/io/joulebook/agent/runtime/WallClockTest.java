package io.joulebook.agent.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.joulebook.agent.instrument.CallSize;
import io.joulebook.agent.ledger.SettledCall;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The wall clock only stamps: whatever it does, no duration follows it. */
class WallClockTest {
  private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
  private static final long SECOND = 1_000_000_000L;
  private final WallClock clock = new WallClock();

  @Test
  void aJumpOfAnHourMovesStampsAndNoDuration() {
    OpenCall open = OneModel.PLACED.call(CallSize.of(1));
    SettledCall<OpenCall> call =
        new SettledCall<>(open, 5 * SECOND, 7 * SECOND, false, false, List.of());
    Receipts receipts = new Receipts(Map.of(), id -> false, clock);
    for (long jump : new long[] {0, 3_600, -3_600}) {
      clock.set(10 * SECOND, NOON.plusSeconds(jump));

      assertThat(receipts.receipts(call).get(0).start()).isEqualTo(NOON.plusSeconds(jump - 5));
      assertThat(receipts.receipts(call).get(0).duration()).isEqualTo(Duration.ofSeconds(2));
    }
  }

  @Test
  void theMonotonicClockMayBeNegative() {
    clock.set(-10 * SECOND, NOON);

    assertThat(clock.at(-12 * SECOND)).isEqualTo(NOON.minusSeconds(2));
  }
}
