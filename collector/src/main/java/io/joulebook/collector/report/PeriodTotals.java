package io.joulebook.collector.report;

import io.joulebook.collector.CallKey;
import io.joulebook.collector.Device;
import io.joulebook.collector.Quality;
import io.joulebook.collector.Receipt;
import io.joulebook.collector.Statement;
import io.joulebook.collector.carbon.Footprint;
import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** All entries of a period, summed by model, by route and by device. */
final class PeriodTotals {
  private final Period period;
  private final Footprint footprint;
  final Map<CallKey, CallSums> models = new TreeMap<>();
  final Map<String, Map<String, CallSums>> routes = new TreeMap<>();
  final Map<Device, DeviceSums> devices =
      new TreeMap<>(
          Comparator.comparing(Device::id)
              .thenComparing(Device::component)
              .thenComparing(Device::source));

  /**
   * Devices of receipts that say that others used the device, and energy they cannot tell apart.
   */
  final Set<String> shared = new TreeSet<>();

  long entries;
  private Optional<Instant> first = Optional.empty();
  private Optional<Instant> last = Optional.empty();

  /** With nothing in them, for the entries of this period. */
  PeriodTotals(Period period, Footprint footprint) {
    this.period = period;
    this.footprint = footprint;
  }

  void enter(Receipt receipt) {
    if (!period.has(receipt.start())) {
      return;
    }
    CallKey key = receipt.call().key();
    models.computeIfAbsent(key, k -> new CallSums(footprint)).enter(receipt);
    routes
        .computeIfAbsent(route(receipt), route -> new TreeMap<>())
        .computeIfAbsent(key.model(), model -> new CallSums(footprint))
        .enter(receipt);
    seen(receipt.start());
    if (receipt.quality() == Quality.SHARED) {
      receipt.charges().forEach(charge -> shared.add(charge.device().id()));
    }
    receipt.charges().forEach(charge -> reaches(charge.from(), charge.to()));
  }

  private static String route(Receipt receipt) {
    return receipt
        .route()
        .map(route -> "route " + route)
        .orElseGet(() -> receipt.call().engine() + " " + receipt.call().operation());
  }

  void enter(Statement statement) {
    if (period.has(statement.from())) {
      devices
          .computeIfAbsent(statement.device(), device -> new DeviceSums(device, footprint))
          .enter(statement);
      seen(statement.from());
      reaches(statement.from(), statement.to());
    }
  }

  private void seen(Instant time) {
    entries++;
    reaches(time, time);
  }

  private void reaches(Instant from, Instant to) {
    first = Optional.of(first.filter(from::isAfter).orElse(from));
    last = Optional.of(last.filter(to::isBefore).orElse(to));
  }

  Period period() {
    return period;
  }

  boolean isEmpty() {
    return entries == 0;
  }

  /** The earliest time that an entry speaks of. */
  Optional<Instant> first() {
    return first;
  }

  /** The latest time that an entry speaks of. */
  Optional<Instant> last() {
    return last;
  }
}
