package io.joulebook.collector.metrics;

import io.joulebook.collector.CallKey;
import io.joulebook.collector.Joules;
import io.joulebook.collector.Receipt;
import java.util.LinkedHashMap;
import java.util.Map;

/** The calls of one model, engine and operation that were made while one route was served. */
final class RouteMetrics {
  private final String route;
  private final CallKey key;
  private final Map<String, ExactCounter> calls = new LinkedHashMap<>();
  private final Map<String, ExactCounter> energy = new LinkedHashMap<>();

  RouteMetrics(String route, CallKey key) {
    this.route = route;
    this.key = key;
  }

  void enter(Receipt receipt) {
    String source = Sources.of(receipt);
    calls.computeIfAbsent(source, s -> amount(BudgetCatalogue.ROUTE_CALLS, s)).add(receipt.calls());
    receipt.energy().map(Joules::micros).ifPresent(micros -> energyOf(source).add(micros));
  }

  private ExactCounter energyOf(String source) {
    return energy.computeIfAbsent(source, s -> amount(BudgetCatalogue.ROUTE_ENERGY, s));
  }

  private ExactCounter amount(Metric metric, String source) {
    return new ExactCounter(metric, route, key.model(), key.engine(), key.operation(), source);
  }

  void writeTo(SnapshotBuilder snapshots) {
    calls.values().forEach(amount -> amount.writeTo(snapshots));
    energy.values().forEach(amount -> amount.writeTo(snapshots));
  }
}
