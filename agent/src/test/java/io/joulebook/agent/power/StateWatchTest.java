package io.joulebook.agent.power;

import static org.assertj.core.api.Assertions.assertThat;

import io.joulebook.collector.DeviceState;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class StateWatchTest {
  private static final long SECOND = 1_000_000_000L;

  /** The clock may run over. */
  private static final long START = Long.MAX_VALUE - Duration.ofSeconds(5).toNanos();

  private static final Meter FIRST = new SilentH100("GPU-a");
  private static final Meter OTHER = new SilentH100("GPU-b");
  private static final List<Meter> BOTH = List.of(FIRST, OTHER);

  private final StateWatch states = new StateWatch();

  private static DeviceState busy(String device) {
    return new DeviceState(
        device, OptionalInt.of(87), OptionalInt.empty(), OptionalInt.empty(), OptionalInt.empty());
  }

  @Test
  void aDeviceIsAskedEveryTenSeconds() {
    int asked = 0;
    for (long at = START; at - START < 60 * SECOND; at += SECOND / 10) {
      asked += states.due(List.of(FIRST), at).isPresent() ? 1 : 0;
    }

    assertThat(asked).isEqualTo(6);
  }

  @Test
  void devicesAreAskedOneAtATime() {
    assertThat(states.due(BOTH, START)).hasValue(FIRST);
    assertThat(states.due(BOTH, START + SECOND)).hasValue(OTHER);
    assertThat(states.due(BOTH, START + 2 * SECOND)).isEmpty();
    assertThat(states.due(BOTH, START + 10 * SECOND)).hasValue(FIRST);
    assertThat(states.due(BOTH, START + 10 * SECOND)).isEmpty();
  }

  @Test
  void whatIsOlderThanHalfAMinuteIsNotKnown() {
    states.take(FIRST, START, Optional.of(busy("GPU-a")));
    states.take(OTHER, START + SECOND, Optional.of(busy("GPU-b")));

    assertThat(states.latest(START + 30 * SECOND)).hasSize(2);
    assertThat(states.latest(START + 31 * SECOND)).containsExactly(busy("GPU-b"));
    assertThat(states.latest(START + 32 * SECOND)).isEmpty();
  }

  @Test
  void whatIsToldNoLongerIsGoneAtOnce() {
    states.take(FIRST, START, Optional.of(busy("GPU-a")));
    states.take(FIRST, START + 10 * SECOND, Optional.empty());

    assertThat(states.latest(START + 10 * SECOND)).isEmpty();
  }
}
