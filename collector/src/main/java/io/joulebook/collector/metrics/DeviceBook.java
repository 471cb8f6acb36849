package io.joulebook.collector.metrics;

import io.joulebook.collector.Device;
import io.joulebook.collector.Source;
import io.joulebook.collector.Statement;
import io.joulebook.collector.carbon.Pricing;
import io.joulebook.collector.grid.Quote;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** The series of all devices. */
final class DeviceBook {
  private final Pricing pricing;
  private final Map<Device, DeviceSeries> devices = new LinkedHashMap<>();

  DeviceBook(Pricing pricing) {
    this.pricing = pricing;
  }

  void enter(Statement statement) {
    devices
        .computeIfAbsent(statement.device(), device -> new DeviceSeries(device, pricing))
        .enter(statement);
  }

  void writeTo(Sheet sheet) {
    devices.values().forEach(device -> device.writeTo(sheet));
    unpriced().forEach((source, reasons) -> write(sheet, source, reasons));
  }

  /** Energy without a price, in microjoules, summed over the devices of each source. */
  private Map<Source, Map<Quote.Reason, Long>> unpriced() {
    Map<Source, Map<Quote.Reason, Long>> sums = new EnumMap<>(Source.class);
    devices.forEach(
        (device, series) -> {
          Map<Quote.Reason, Long> sum =
              sums.computeIfAbsent(device.source(), s -> new EnumMap<>(Quote.Reason.class));
          series.unpriced().forEach((reason, micros) -> sum.merge(reason, micros, Math::addExact));
        });
    return sums;
  }

  private static void write(Sheet sheet, Source source, Map<Quote.Reason, Long> reasons) {
    Metric metric = Catalogue.UNPRICED_JOULES;
    reasons.forEach(
        (reason, micros) ->
            sheet.put(metric, metric.label(reason.label(), source.label()), micros));
  }
}
