package io.joulebook.collector.report;

import io.joulebook.collector.Account;
import io.joulebook.collector.Device;
import io.joulebook.collector.Statement;
import io.joulebook.collector.carbon.Footprint;
import io.joulebook.collector.usage.DeviceUsage;
import java.util.EnumMap;
import java.util.Map;

/** The sums of a device's statements, and the energy of its accounts by time, to be priced. */
final class DeviceSums {
  final DeviceUsage usage;
  private final Map<Account, Energies> accounts = new EnumMap<>(Account.class);

  /** With no statement in it. */
  DeviceSums(Device device, Footprint footprint) {
    usage = new DeviceUsage(device, footprint);
  }

  void enter(Statement statement) {
    usage.enter(statement);
    statement
        .accounts()
        .forEach(
            (account, joules) ->
                accounts
                    .computeIfAbsent(account, a -> new Energies())
                    .add(usage.device().source(), joules, statement.from(), statement.to()));
  }

  /** The energy of each account that received something. */
  Map<Account, Energies> accounts() {
    return accounts;
  }
}
