package io.joulebook.collector.metrics;

import io.joulebook.collector.Account;
import io.joulebook.collector.Device;
import io.joulebook.collector.Grams;
import io.joulebook.collector.Joules;
import io.joulebook.collector.Sensor;
import io.joulebook.collector.Source;
import io.joulebook.collector.Statement;
import io.joulebook.collector.carbon.Embodied;
import io.joulebook.collector.carbon.Footprint;
import io.joulebook.collector.carbon.Pricing;
import io.joulebook.collector.carbon.UnpricedEnergy;
import io.joulebook.collector.usage.DeviceUsage;
import java.util.Collection;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;

/** The series of one device. */
final class DeviceMetrics {
  /**
   * Compared with a power meter, cards were off by 12.7 % at most, most by less than 8 %. Z. Yang
   * et al., Part-time power measurements, SC24.
   */
  private static final long GAIN_UNCERTAINTY_THOUSANDTHS = 130;

  private static final Set<Source> UNCALIBRATED = Set.of(Source.NVML, Source.NVML_POWER);

  private final Device device;
  private final Pricing pricing;
  private final DeviceUsage usage;
  private final ExactCounter measured;
  private final Map<Account, AccountMetrics> accounts = new EnumMap<>(Account.class);
  private Joules residual = Joules.ZERO;
  private Sensor sensor = Sensor.UNKNOWN;

  /** The series of a device that has made no statement yet. */
  DeviceMetrics(Device device, Pricing pricing, Footprint footprint) {
    this.device = device;
    this.pricing = pricing;
    usage = new DeviceUsage(device, footprint);
    measured =
        new ExactCounter(
            Catalogue.MEASURED_JOULES,
            device.id(),
            device.component().label(),
            device.source().label());
  }

  void enter(Statement statement) {
    measured.add(statement.measured().micros());
    statement
        .accounts()
        .forEach(
            (account, joules) ->
                accounts.computeIfAbsent(account, this::newAccount).enter(joules, statement));
    usage.enter(statement);
    residual = statement.residual();
    sensor = statement.sensor();
  }

  /** Takes energy of an account that an earlier run has measured and not priced. */
  void carryOver(Account account, UnpricedEnergy waited) {
    accounts.computeIfAbsent(account, this::newAccount).carryOver(waited);
  }

  private AccountMetrics newAccount(Account account) {
    return new AccountMetrics(device, account, pricing);
  }

  /** The accounts that have received something. */
  Collection<AccountMetrics> accounts() {
    return accounts.values();
  }

  void writeTo(SnapshotBuilder snapshots) {
    measured.writeTo(snapshots);
    accounts.values().forEach(account -> account.writeTo(snapshots));
    put(snapshots, Catalogue.LEDGER_RESIDUAL, residual.micros(), device.component().label());
    usage.embodied().ifPresent(time -> writeEmbodied(time, snapshots));
    writeSensor(snapshots);
  }

  private void writeEmbodied(DeviceUsage.EmbodiedTime time, SnapshotBuilder snapshots) {
    writeEmbodied(time.made(), Account.REQUESTS, time.requests(), snapshots);
    writeEmbodied(time.made(), Account.IDLE, time.idle(), snapshots);
  }

  private void writeEmbodied(
      Embodied made, Account account, Grams grams, SnapshotBuilder snapshots) {
    put(
        snapshots,
        CarbonCatalogue.DEVICE_EMBODIED_GRAMS,
        grams.nanos(),
        account.label(),
        made.origin(),
        device.source().label());
  }

  /** What was used of it. */
  DeviceUsage usage() {
    return usage;
  }

  private void writeSensor(SnapshotBuilder snapshots) {
    sensor.base().ifPresent(watts -> put(snapshots, Catalogue.BASE_WATTS, watts.millis()));
    sensor.baseSpread().ifPresent(watts -> put(snapshots, Catalogue.BASE_SPREAD, watts.millis()));
    sensor.period().ifPresent(time -> put(snapshots, Catalogue.SENSOR_PERIOD, time.toNanos()));
    sensor.lag().ifPresent(time -> put(snapshots, Catalogue.SENSOR_LAG, time.toNanos()));
    putState(snapshots, "lag_known", sensor.lag().isPresent());
    putState(snapshots, "base_known", sensor.base().isPresent());
    for (Sensor.Trait trait : Sensor.Trait.values()) {
      putState(snapshots, trait.label(), sensor.traits().contains(trait));
    }
    if (UNCALIBRATED.contains(device.source())) {
      put(snapshots, Catalogue.GAIN_UNCERTAINTY, GAIN_UNCERTAINTY_THOUSANDTHS);
    }
  }

  private void putState(SnapshotBuilder snapshots, String state, boolean is) {
    put(snapshots, Catalogue.SENSOR_STATE, is ? 1 : 0, state);
  }

  private void put(SnapshotBuilder snapshots, Metric gauge, long kept, String... more) {
    String[] values = new String[1 + more.length];
    values[0] = device.id();
    System.arraycopy(more, 0, values, 1, more.length);
    snapshots.put(gauge, gauge.label(values), kept);
  }
}
