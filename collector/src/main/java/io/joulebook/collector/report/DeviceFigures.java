package io.joulebook.collector.report;

import io.joulebook.collector.Account;
import io.joulebook.collector.Device;
import io.joulebook.collector.Grams;
import io.joulebook.collector.Joules;
import io.joulebook.collector.carbon.Footprint;
import io.joulebook.collector.carbon.Pue;
import io.joulebook.collector.carbon.SciByDevice;
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
    Optional<Embodied> embodied) {

  /** Embodied grams of a device's time. */
  record Embodied(Grams requests, Grams idle) {}

  static DeviceFigures of(DeviceSums sums, PastPrices prices, Pue pue, Footprint footprint) {
    Map<Account, Priced> priced = new EnumMap<>(Account.class);
    Map<Account, Joules> energies = new EnumMap<>(Account.class);
    sums.accounts()
        .forEach(
            (account, energy) -> {
              priced.put(account, Priced.of(energy, prices, pue));
              energies.put(account, energy.total());
            });
    return new DeviceFigures(sums, priced, energies, embodied(sums, footprint));
  }

  private static Optional<Embodied> embodied(DeviceSums sums, Footprint footprint) {
    return footprint
        .embodiedOf(sums.device())
        .map(made -> new Embodied(made.of(sums.busyNanos), made.of(sums.idleNanos)));
  }

  /** Adds what the books of a device say to the sums of all; no price is needed for it. */
  static void addTo(SciByDevice all, DeviceSums sums, Footprint footprint) {
    Device device = sums.device();
    sums.accounts()
        .forEach((account, energy) -> all.addEnergy(device, account, energy.total().micros()));
    embodied(sums, footprint).ifPresent(made -> all.addEmbodied(device, made.requests, made.idle));
  }

  /** Whether every measured joule stands in one account. */
  boolean isBalanced() {
    return sums.difference().isZero() && sums.worstResidual.isZero();
  }
}
