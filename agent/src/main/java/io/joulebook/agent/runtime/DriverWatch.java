package io.joulebook.agent.runtime;

import java.time.Duration;

/** Says when the GPU driver hangs, and when it answers again. Used by the ledger's thread only. */
final class DriverWatch {
  private static final Duration HANGS = Duration.ofSeconds(5);

  private static final String DRIVER = "driver";

  private final AgentHealthMonitor health;
  private boolean hangs;

  DriverWatch(AgentHealthMonitor health) {
    this.health = health;
  }

  /**
   * Looks at the driver.
   *
   * @param stuckFor how long the call under way has lasted; zero if none is
   */
  void look(Duration stuckFor) {
    boolean hangsNow = stuckFor.compareTo(HANGS) > 0;
    if (hangsNow && !hangs) {
      health.powerError("hang");
      Console.state(
          DRIVER,
          "the GPU driver has not answered for "
              + HANGS.toSeconds()
              + " s: calls are counted, their joules are not known, the application is not affected");
    } else if (hangs && !hangsNow) {
      Console.state(DRIVER, "the GPU driver answers again");
    }
    hangs = hangsNow;
  }
}
