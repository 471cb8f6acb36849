package io.joulebook.collector.metrics;

import io.joulebook.collector.Account;
import io.joulebook.collector.Device;
import io.joulebook.collector.Joules;
import io.joulebook.collector.Statement;
import io.joulebook.collector.carbon.Pricing;
import io.joulebook.collector.carbon.UnpricedEnergy;
import io.joulebook.collector.grid.IntensityResult;
import io.joulebook.collector.grid.IntensityResult.Price;
import io.joulebook.collector.grid.IntensityResult.Unpriced;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;

/** The series of one account of a device: its energy, its grams, and what has no grams. */
final class AccountMetrics implements Pricing.Sink {
  private final Device device;
  private final Account account;
  private final Pricing pricing;
  private final ExactCounter energy;
  private final GramMetrics grams;
  private final Map<IntensityResult.Reason, Long> unpriced =
      new EnumMap<>(IntensityResult.Reason.class);
  private long waiting;

  /** With nothing in it. */
  AccountMetrics(Device device, Account account, Pricing pricing) {
    this.device = device;
    this.account = account;
    this.pricing = pricing;
    energy =
        new ExactCounter(
            Catalogue.ENERGY_JOULES,
            device.id(),
            device.component().label(),
            account.label(),
            device.source().label());
    grams =
        new GramMetrics(
            CarbonCatalogue.DEVICE_CO2E_GRAMS,
            pricing.pue(),
            Map.of(),
            price ->
                CarbonCatalogue.DEVICE_CO2E_GRAMS.label(
                    device.id(),
                    account.label(),
                    price.zone(),
                    price.tier().label(),
                    device.source().label()));
  }

  void enter(Joules joules, Statement statement) {
    energy.add(joules.micros());
    pricing.price(joules, statement.from(), statement.to(), this);
  }

  @Override
  public void take(Instant bucket, IntensityResult quote, long micros) {
    if (quote instanceof Price) {
      grams.take(bucket, quote, micros);
    } else if (quote instanceof Unpriced without) {
      unpriced.merge(without.reason(), micros, Math::addExact);
    }
    pricing.noteMeasured(bucket, quote, device.source().label(), micros);
  }

  /** Takes energy that an earlier run has measured and not priced. */
  void carryOver(UnpricedEnergy waited) {
    pricing.price(waited.bucket(), waited.micros(), this);
  }

  @Override
  public Map<String, String> owner() {
    return Map.of(
        "device", device.id(),
        "component", device.component().label(),
        "source", device.source().label(),
        "account", account.label());
  }

  @Override
  public void waiting(long micros) {
    waiting += micros;
  }

  /** All energy so far, in microjoules. */
  long energy() {
    return energy.kept();
  }

  /** Energy that waits for its price, in microjoules. */
  long waiting() {
    return waiting;
  }

  /** Energy without a price so far, in microjoules, by reason. */
  Map<IntensityResult.Reason, Long> unpriced() {
    return unpriced;
  }

  void writeTo(SnapshotBuilder snapshots) {
    energy.writeTo(snapshots);
    grams.writeTo(snapshots);
  }
}
