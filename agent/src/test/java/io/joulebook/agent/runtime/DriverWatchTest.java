package io.joulebook.agent.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DriverWatchTest {
  private final AgentHealthMonitor health = new AgentHealthMonitor();
  private final DriverWatch driver = new DriverWatch(health);

  private Map<String, Long> errorsAfter(long... stuckForMillis) {
    for (long millis : stuckForMillis) {
      driver.look(Duration.ofMillis(millis));
    }
    health.take(0, 0, 0, Map.of(), Map.of());
    return health.latest().powerErrors();
  }

  @Test
  void aDriverThatIsSlowDoesNotHang() {
    assertThat(errorsAfter(0, 1, 4_999, 5_000, 0)).isEmpty();
  }

  @Test
  void aHangIsCountedOnceHoweverLongItLasts() {
    assertThat(errorsAfter(4_000, 5_001, 6_000, 60_000)).containsOnly(Map.entry("hang", 1L));
  }

  @Test
  void aSecondHangIsCountedAgain() {
    assertThat(errorsAfter(6_000, 0, 6_000, 7_000)).containsOnly(Map.entry("hang", 2L));
  }
}
