package io.joulebook.grafana;

import java.util.Map;
import java.util.Set;

/** What a demo in which nothing goes wrong does not have, with the reason. */
final class Absences {
  private static final String NO_TOKENS = "the demo's models give no tokens out";

  private static final String NO_DIE = "a simulated GPU has no die and no clock";

  /** Text of a query, and why that may have no answer. */
  private static final Map<String, String> REASONS =
      Map.ofEntries(
          Map.entry("joulebook_power_errors_total", "no reading failed"),
          Map.entry("joulebook_calls_unmeasured_total", "the energy of every call is known"),
          Map.entry("joulebook_entries_refused_total", "nothing was refused"),
          Map.entry("joulebook_labels_overflowed_total", "there are two models"),
          Map.entry("joulebook_unpriced_joules_total", "a zone is set"),
          Map.entry("joulebook_co2e_restated_grams_total", "the feed's file does not change"),
          Map.entry("joulebook_history_errors_total", "the history is well"),
          Map.entry("joulebook_sensor_gain_uncertainty_ratio", "a simulated GPU has no gain"),
          Map.entry("joulebook_device_shared", "nobody else meters the device"),
          Map.entry("state=\"not_metered\"", "every engine of the demo is metered"),
          Map.entry("joulebook_rule_unmatched", "the demo is not ten minutes old"),
          Map.entry("joulebook_device_utilization_ratio", NO_DIE),
          Map.entry("joulebook_device_temperature_celsius", NO_DIE),
          Map.entry("joulebook_device_clock_hertz", NO_DIE),
          Map.entry("joulebook_receipts_", "receipts.file is not set"),
          Map.entry("offset 1h", "the demo is not an hour old"),
          Map.entry("joulebook_phase_energy_joules_total", NO_TOKENS),
          Map.entry("direction=\"output\"", NO_TOKENS));

  private Absences() {}

  static Set<String> texts() {
    return REASONS.keySet();
  }

  /** Whether the query may have no answer. */
  static boolean excuse(String expression) {
    return REASONS.keySet().stream().anyMatch(expression::contains);
  }
}
