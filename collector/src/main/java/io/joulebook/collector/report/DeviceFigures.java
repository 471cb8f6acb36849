package io.joulebook.collector.report;

import io.joulebook.collector.Account;
import io.joulebook.collector.Joules;
import io.joulebook.collector.carbon.Pue;
import io.joulebook.collector.usage.DeviceUsage;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a device drew and costs.
 *
 * @param sums its sums
 * @param accounts the energy of each account in grams
 * @param energies the energy of each account
 * @param embodied the embodied grams of the time with calls in flight and of the rest, where stated
 */
record DeviceFigures(
    DeviceSums sums,
    Map<Account, Priced> accounts,
    Map<Account, Joules> energies,
    Optional<DeviceUsage.EmbodiedTime> embodied) {

  static DeviceFigures of(DeviceSums sums, PastPrices prices, Pue pue) {
    Map<Account, Priced> priced = new EnumMap<>(Account.class);
    sums.accounts()
        .forEach((account, energy) -> priced.put(account, Priced.of(energy, prices, pue)));
    return new DeviceFigures(sums, priced, sums.usage.accounts(), sums.usage.embodied());
  }

  /** Whether every measured joule stands in one account. */
  boolean isBalanced() {
    return sums.usage.difference().isZero() && sums.usage.worstResidual().isZero();
  }
}
