package io.joulebook.collector.metrics;

import io.joulebook.collector.BoundedText;
import io.joulebook.collector.DeviceInfo;
import io.joulebook.collector.DeviceState;
import java.util.OptionalInt;

/** What the devices are and how they do beside their energy, as metrics. */
final class DeviceStateMetrics {
  private static final long HERTZ_PER_MEGAHERTZ = 1_000_000;

  private DeviceStateMetrics() {}

  static void write(DeviceInfo known, SnapshotBuilder snapshots) {
    String index = known.index().isPresent() ? Integer.toString(known.index().getAsInt()) : "";
    snapshots.put(
        Catalogue.DEVICE_INFO,
        Catalogue.DEVICE_INFO.label(
            known.device(),
            index,
            BoundedText.onLabel(known.name().orElse("")),
            known.pciBusId().orElse(""),
            known.driver().orElse("")),
        1);
  }

  static void write(DeviceState state, SnapshotBuilder snapshots) {
    Metric utilization = Catalogue.DEVICE_UTILIZATION;
    state
        .utilizationPercent()
        .ifPresent(
            percent ->
                snapshots.put(
                    utilization,
                    utilization.label(state.device()),
                    utilization.unit().toKept(percent / 100.0)));
    Metric temperature = Catalogue.DEVICE_TEMPERATURE;
    state
        .temperatureCelsius()
        .ifPresent(
            celsius -> snapshots.put(temperature, temperature.label(state.device()), celsius));
    writeClock(state.device(), "sm", state.smClockMegahertz(), snapshots);
    writeClock(state.device(), "memory", state.memoryClockMegahertz(), snapshots);
  }

  private static void writeClock(
      String device, String clock, OptionalInt megahertz, SnapshotBuilder snapshots) {
    Metric metric = Catalogue.DEVICE_CLOCK;
    megahertz.ifPresent(
        known -> snapshots.put(metric, metric.label(device, clock), known * HERTZ_PER_MEGAHERTZ));
  }
}
