package io.joulebook.collector.report;

import io.joulebook.collector.Account;
import io.joulebook.collector.Device;
import io.joulebook.collector.Joules;
import io.joulebook.collector.Statement;
import java.util.EnumMap;
import java.util.Map;

/** The sums of a device's statements. */
final class DeviceSums {
  private final Device device;
  private final Map<Account, Energies> accounts = new EnumMap<>(Account.class);
  Joules measured = Joules.ZERO;
  Joules worstResidual = Joules.ZERO;
  long busyNanos;
  long idleNanos;

  /** With no statement in it. */
  DeviceSums(Device device) {
    this.device = device;
  }

  void enter(Statement statement) {
    measured = measured.plus(statement.measured());
    statement
        .accounts()
        .forEach(
            (account, joules) ->
                accounts
                    .computeIfAbsent(account, a -> new Energies())
                    .add(device.source(), joules, statement.from(), statement.to()));
    busyNanos += statement.busy().toNanos();
    idleNanos += statement.length().minus(statement.busy()).toNanos();
    if (Math.abs(statement.residual().micros()) > Math.abs(worstResidual.micros())) {
      worstResidual = statement.residual();
    }
  }

  Device device() {
    return device;
  }

  /** The energy of each account that received something. */
  Map<Account, Energies> accounts() {
    return accounts;
  }

  /** Measured less the sum of all accounts: zero unless something is wrong. */
  Joules difference() {
    Joules booked =
        accounts.values().stream().map(Energies::total).reduce(Joules.ZERO, Joules::plus);
    return measured.minus(booked);
  }
}
