package io.joulebook.agent.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class OutageWatchTest {
  private static final long MS = 1_000_000L;
  private static final Duration UNKNOWN = Duration.ZERO;
  private static final Duration PAUSE = Duration.ofMillis(50);

  private final OutageWatch watch = new OutageWatch(0);

  private void turnsUntil(long ms) {
    for (long now = watch.lastTurn(); now <= ms * MS; now += 20 * MS) {
      watch.turn(now);
    }
  }

  @Test
  void aDeviceIsOutTwoSecondsAfterItWasHeardOf() {
    turnsUntil(3_000);
    assertThat(watch.isOut(1_000 * MS, UNKNOWN, PAUSE)).isFalse();
    turnsUntil(3_020);
    assertThat(watch.isOut(1_000 * MS, UNKNOWN, PAUSE)).isTrue();
  }

  @Test
  void whatTheJvmSleptThroughDoesNotCount() {
    turnsUntil(1_000);
    watch.turn(31_000 * MS);
    assertThat(watch.isOut(1_000 * MS, UNKNOWN, PAUSE)).isFalse();

    turnsUntil(33_000);
    assertThat(watch.isOut(1_000 * MS, UNKNOWN, PAUSE)).isFalse();
    turnsUntil(33_020);
    assertThat(watch.isOut(1_000 * MS, UNKNOWN, PAUSE)).isTrue();
  }

  @Test
  void aSlowSensorHasTenPeriodsAndASlowPaceThreeReadings() {
    turnsUntil(4_000);
    assertThat(watch.isOut(0, Duration.ofMillis(390), PAUSE)).isTrue();
    assertThat(watch.isOut(0, Duration.ofMillis(400), PAUSE)).isFalse();
    assertThat(watch.isOut(0, UNKNOWN, Duration.ofMillis(1_300))).isTrue();
    assertThat(watch.isOut(0, UNKNOWN, Duration.ofMillis(1_400))).isFalse();
  }
}
