package io.joulebook.collector.metrics;

import io.joulebook.collector.Account;
import io.joulebook.collector.Device;
import io.joulebook.collector.Grams;
import io.joulebook.collector.Source;
import io.joulebook.collector.Statement;
import io.joulebook.collector.carbon.Footprint;
import io.joulebook.collector.carbon.Pricing;
import io.joulebook.collector.carbon.Restatements;
import io.joulebook.collector.carbon.UnpricedEnergy;
import io.joulebook.collector.grid.IntensityResult;
import io.joulebook.collector.usage.SciByDevice;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;

/** The series of all devices. */
final class AllDeviceMetrics {
  private final Pricing pricing;
  private final Footprint footprint;
  private final Map<Device, DeviceMetrics> devices = new LinkedHashMap<>();

  AllDeviceMetrics(Pricing pricing, Footprint footprint) {
    this.pricing = pricing;
    this.footprint = footprint;
  }

  void enter(Statement statement) {
    devices
        .computeIfAbsent(
            statement.device(), device -> new DeviceMetrics(device, pricing, footprint))
        .enter(statement);
  }

  /** Takes energy that an earlier run has measured and not priced. */
  void carryOver(Device device, Account account, UnpricedEnergy waited) {
    devices
        .computeIfAbsent(device, one -> new DeviceMetrics(one, pricing, footprint))
        .carryOver(account, waited);
  }

  /** What the devices' books add to the Software Carbon Intensity of models. */
  SciByDevice sci() {
    SciByDevice books = new SciByDevice();
    devices.values().forEach(device -> device.usage().addTo(books));
    return books;
  }

  void writeTo(SnapshotBuilder snapshots) {
    devices.values().forEach(device -> device.writeTo(snapshots));
    unpriced().forEach((source, reasons) -> write(snapshots, source, reasons));
    waiting().forEach((source, micros) -> write(snapshots, source, micros));
    pricing
        .restatements()
        .each((zone, way, source, grams) -> write(snapshots, zone, way, source, grams));
  }

  /** Energy without a price, in microjoules, summed over the devices of each source. */
  private Map<Source, Map<IntensityResult.Reason, Long>> unpriced() {
    Map<Source, Map<IntensityResult.Reason, Long>> sums = new EnumMap<>(Source.class);
    eachAccount(
        (source, account) -> {
          Map<IntensityResult.Reason, Long> sum =
              sums.computeIfAbsent(source, s -> new EnumMap<>(IntensityResult.Reason.class));
          account.unpriced().forEach((why, micros) -> sum.merge(why, micros, Math::addExact));
        });
    return sums;
  }

  /** Energy that waits for its price, in microjoules; nothing where none ever has to. */
  private Map<Source, Long> waiting() {
    Map<Source, Long> sums = new EnumMap<>(Source.class);
    if (pricing.canWait()) {
      eachAccount((source, account) -> sums.merge(source, account.waiting(), Math::addExact));
    }
    return sums;
  }

  private void eachAccount(BiConsumer<Source, AccountMetrics> take) {
    devices.forEach(
        (device, series) ->
            series.accounts().forEach(account -> take.accept(device.source(), account)));
  }

  private static void write(
      SnapshotBuilder snapshots, Source source, Map<IntensityResult.Reason, Long> reasons) {
    Metric metric = CarbonCatalogue.UNPRICED_JOULES;
    reasons.forEach(
        (reason, micros) ->
            snapshots.put(metric, metric.label(reason.label(), source.label()), micros));
  }

  private static void write(SnapshotBuilder snapshots, Source source, long micros) {
    snapshots.put(
        CarbonCatalogue.PENDING_JOULES,
        CarbonCatalogue.PENDING_JOULES.label(source.label()),
        micros);
  }

  private static void write(
      SnapshotBuilder snapshots,
      String zone,
      Restatements.Direction way,
      String source,
      Grams grams) {
    Metric metric = CarbonCatalogue.RESTATED_GRAMS;
    snapshots.put(metric, metric.label(zone, way.label(), source), grams.nanos());
  }
}
