package io.joulebook.collector.metrics;

import io.joulebook.collector.Receipt;
import io.joulebook.collector.Source;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** The calls of one model, engine and operation that were made while one route was served. */
final class RouteSeries {
  private final String[] labels;
  private final Map<String, Amount> calls = new LinkedHashMap<>();
  private final Map<Source, Amount> energy = new EnumMap<>(Source.class);

  RouteSeries(String route, String model, String engine, String operation) {
    labels = new String[] {route, model, engine, operation};
  }

  void enter(Receipt receipt) {
    calls.computeIfAbsent(Sources.of(receipt), this::newCalls).add(1);
    receipt
        .charges()
        .forEach(charge -> energyOf(charge.device().source()).add(charge.total().micros()));
  }

  private Amount newCalls(String source) {
    return amount(BudgetCatalogue.ROUTE_CALLS, source);
  }

  private Amount energyOf(Source source) {
    return energy.computeIfAbsent(source, s -> amount(BudgetCatalogue.ROUTE_ENERGY, s.label()));
  }

  private Amount amount(Metric metric, String source) {
    return new Amount(metric, labels[0], labels[1], labels[2], labels[3], source);
  }

  void writeTo(Sheet sheet) {
    calls.values().forEach(amount -> amount.writeTo(sheet));
    energy.values().forEach(amount -> amount.writeTo(sheet));
  }
}
