package io.joulebook.collector.metrics;

import io.joulebook.collector.Receipt;
import io.joulebook.collector.Source;
import java.util.EnumMap;
import java.util.Map;

/** The calls of one model, engine and operation that were made while one route was served. */
final class RouteSeries {
  private final String[] labels;
  private final Amount calls;
  private final Map<Source, Amount> energy = new EnumMap<>(Source.class);

  RouteSeries(String route, String model, String engine, String operation) {
    labels = new String[] {route, model, engine, operation};
    calls = new Amount(BudgetCatalogue.ROUTE_CALLS, labels);
  }

  void enter(Receipt receipt) {
    calls.add(1);
    receipt
        .charges()
        .forEach(charge -> energyOf(charge.device().source()).add(charge.total().micros()));
  }

  private Amount energyOf(Source source) {
    return energy.computeIfAbsent(
        source,
        s ->
            new Amount(
                BudgetCatalogue.ROUTE_ENERGY,
                labels[0],
                labels[1],
                labels[2],
                labels[3],
                s.label()));
  }

  void writeTo(Sheet sheet) {
    calls.writeTo(sheet);
    energy.values().forEach(amount -> amount.writeTo(sheet));
  }
}
