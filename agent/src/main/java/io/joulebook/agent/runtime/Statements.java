package io.joulebook.agent.runtime;

import io.joulebook.agent.ledger.SensorEstimates;
import io.joulebook.agent.ledger.SettledInterval;
import io.joulebook.agent.power.TickEstimate;
import io.joulebook.collector.Account;
import io.joulebook.collector.Device;
import io.joulebook.collector.Joules;
import io.joulebook.collector.Sensor;
import io.joulebook.collector.Sensor.Trait;
import io.joulebook.collector.Statement;
import io.joulebook.collector.Watts;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

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
   * @param ticks how the sensor's updates stand, once known
   */
  public Statement statement(Device device, SettledInterval settled, Optional<TickEstimate> ticks) {
    return new Statement(
        device,
        clock.at(settled.from()),
        clock.at(settled.to()),
        Duration.ofNanos(settled.to() - settled.from()),
        Duration.ofNanos(settled.busy()),
        Joules.ofMicros(settled.measured()),
        accounts(settled),
        Joules.ofMicros(settled.residual()),
        sensor(settled.sensor(), ticks));
  }

  private static Sensor sensor(SensorEstimates facts, Optional<TickEstimate> ticks) {
    return new Sensor(
        ticks.map(TickEstimate::period),
        facts.lag().stream().mapToObj(Duration::ofNanos).findFirst(),
        facts.base().map(base -> Watts.ofMillis(base.milliwatts())),
        facts.base().map(base -> Watts.ofMillis(base.spread())),
        traits(facts, ticks));
  }

  private static Set<Trait> traits(SensorEstimates facts, Optional<TickEstimate> ticks) {
    Set<Trait> traits = EnumSet.noneOf(Trait.class);
    addIf(ticks.isPresent() && ticks.get().locked(), Trait.PHASE_LOCKED, traits);
    addIf(facts.base().isPresent() && facts.base().get().fitted(), Trait.BASE_FITTED, traits);
    addIf(facts.continuous(), Trait.CONTINUOUS, traits);
    addIf(facts.windowed(), Trait.WINDOWED, traits);
    addIf(facts.lowPass().isPresent(), Trait.LOW_PASS, traits);
    addIf(facts.throttled(), Trait.THROTTLED, traits);
    addIf(facts.inStep(), Trait.IN_STEP, traits);
    return traits;
  }

  private static void addIf(boolean is, Trait trait, Set<Trait> traits) {
    if (is) {
      traits.add(trait);
    }
  }

  // Other processes are absent: no source of ours tells them apart.
  private static Map<Account, Joules> accounts(SettledInterval settled) {
    return Map.of(
        Account.REQUESTS, Joules.ofMicros(settled.requests()),
        Account.IDLE, Joules.ofMicros(settled.idle()),
        Account.UNATTRIBUTED, Joules.ofMicros(settled.unattributed()));
  }
}
