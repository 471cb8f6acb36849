package io.joulebook.collector.metrics;

import java.util.Set;

/**
 * The metrics that a host's own registry of meters shows, too: calls and their work, energy and
 * grams by model, the accounts of the devices, budgets. Histograms and the agent's own state are on
 * {@code /metrics} only.
 */
final class HostMetrics {
  private static final Set<Metric> SHOWN =
      Set.of(
          Catalogue.CALLS,
          Catalogue.CALLS_UNMEASURED,
          Catalogue.ITEMS,
          Catalogue.TOKENS,
          Catalogue.MODEL_ENERGY,
          Catalogue.MEASURED_JOULES,
          Catalogue.ENERGY_JOULES,
          CarbonCatalogue.CO2E_GRAMS,
          CarbonCatalogue.DEVICE_CO2E_GRAMS,
          CarbonCatalogue.DEVICE_EMBODIED_GRAMS,
          CarbonCatalogue.RESTATED_GRAMS,
          CarbonCatalogue.UNPRICED_JOULES,
          CarbonCatalogue.PENDING_JOULES,
          BudgetCatalogue.LIMIT_JOULES,
          BudgetCatalogue.LIMIT_GRAMS,
          BudgetCatalogue.OBJECTIVE,
          BudgetCatalogue.CALLS,
          BudgetCatalogue.UNJUDGED,
          BudgetCatalogue.ENERGY,
          BudgetCatalogue.DAY);

  private HostMetrics() {}

  static boolean show(Metric metric) {
    return SHOWN.contains(metric);
  }
}
