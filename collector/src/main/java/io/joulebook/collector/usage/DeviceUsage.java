package io.joulebook.collector.usage;

import io.joulebook.collector.Account;
import io.joulebook.collector.Device;
import io.joulebook.collector.Grams;
import io.joulebook.collector.Joules;
import io.joulebook.collector.Statement;
import io.joulebook.collector.carbon.Embodied;
import io.joulebook.collector.carbon.Footprint;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/** The totals of a device's statements. Sums are exact. Not thread-safe. */
public final class DeviceUsage {
  private final Device device;
  private final Optional<Embodied> embodied;
  private final Map<Account, Joules> accounts = new EnumMap<>(Account.class);
  private Joules measured = Joules.ZERO;
  private Joules worstResidual = Joules.ZERO;
  private long busyNanos;
  private long idleNanos;

  /** With no statement in it. */
  public DeviceUsage(Device device, Footprint footprint) {
    this.device = device;
    embodied = footprint.embodiedOf(device);
  }

  /**
   * Embodied grams of a device's time.
   *
   * @param made what making the device emitted
   * @param requests of the time with a call in flight
   * @param idle of the rest
   */
  public record EmbodiedTime(Embodied made, Grams requests, Grams idle) {}

  /** Adds a statement. */
  public void enter(Statement statement) {
    measured = measured.plus(statement.measured());
    statement
        .accounts()
        .forEach((account, joules) -> accounts.merge(account, joules, Joules::plus));
    busyNanos += statement.busy().toNanos();
    idleNanos += statement.length().minus(statement.busy()).toNanos();
    if (Math.abs(statement.residual().micros()) > Math.abs(worstResidual.micros())) {
      worstResidual = statement.residual();
    }
  }

  /** The device. */
  public Device device() {
    return device;
  }

  /** What its meter measured. */
  public Joules measured() {
    return measured;
  }

  /** The energy of each account that received something. */
  public Map<Account, Joules> accounts() {
    return accounts;
  }

  /** The residual of its statements that is furthest from zero. */
  public Joules worstResidual() {
    return worstResidual;
  }

  /** Measured less the sum of all accounts: zero unless something is wrong. */
  public Joules difference() {
    return measured.minus(accounts.values().stream().reduce(Joules.ZERO, Joules::plus));
  }

  /** Embodied grams of its time, if they are stated. */
  public Optional<EmbodiedTime> embodied() {
    return embodied.map(made -> new EmbodiedTime(made, made.of(busyNanos), made.of(idleNanos)));
  }

  /** Adds what the books of this device say to the sums of all. */
  public void addTo(SciByDevice sums) {
    accounts.forEach((account, joules) -> sums.addEnergy(device, account, joules.micros()));
    embodied().ifPresent(made -> sums.addEmbodied(device, made.requests, made.idle));
  }
}
