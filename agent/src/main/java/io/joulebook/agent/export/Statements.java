package io.joulebook.agent.export;

import io.joulebook.agent.ledger.SettledInterval;
import io.joulebook.collector.Account;
import io.joulebook.collector.Device;
import io.joulebook.collector.Joules;
import io.joulebook.collector.Statement;
import io.joulebook.collector.Watts;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Writes statements. */
public final class Statements {
  private final WallClock clock;

  /** With stamps from this clock. */
  public Statements(WallClock clock) {
    this.clock = clock;
  }

  /**
   * The statement of a settled interval.
   *
   * @param period the sensor's period, once known
   */
  public Statement statement(Device device, SettledInterval settled, Optional<Duration> period) {
    Optional<Watts> base = settled.baseMilliwatts().stream().mapToObj(Watts::ofMillis).findFirst();
    return new Statement(
        device,
        clock.at(settled.from()),
        clock.at(settled.to()),
        Joules.ofMicros(settled.measured()),
        accounts(settled),
        Joules.ofMicros(settled.residual()),
        base,
        period,
        Optional.empty());
  }

  // Other processes are absent: no source of ours tells them apart.
  private static Map<Account, Joules> accounts(SettledInterval settled) {
    return Map.of(
        Account.REQUESTS, Joules.ofMicros(settled.requests()),
        Account.IDLE, Joules.ofMicros(settled.idle()),
        Account.UNATTRIBUTED, Joules.ofMicros(settled.unattributed()));
  }
}
