package io.joulebook.collector.metrics;

import io.prometheus.metrics.model.registry.MetricType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Every metric that the collector exposes: the only place where a name, a type, a unit or a label
 * of one is written down. {@code docs/metrics.md} is this catalogue in prose, and a test holds the
 * two together.
 */
final class Catalogue {
  private static final List<Metric> ALL = new ArrayList<>();

  private static final String[] CALL = {"model", "engine", "operation"};
  private static final String PER_CALL = "calls' models x engines x operations";

  static final Metric MEASURED_JOULES =
      counter("joulebook_measured_joules_total", Unit.JOULES)
          .labels("device", "component", "source")
          .help("Energy that the device's sensor measured.")
          .series("devices");

  static final Metric ENERGY_JOULES =
      counter("joulebook_energy_joules_total", Unit.JOULES)
          .labels("device", "component", "account", "source")
          .help("Measured energy by the account it was entered to; the accounts add up to it.")
          .series("devices x accounts that the source can tell (up to 4)");

  static final Metric LEDGER_RESIDUAL =
      gauge("joulebook_ledger_residual_joules", Unit.JOULES)
          .labels("device", "component")
          .help("Measured energy less the sum of the accounts: not 0 only if the books are wrong.")
          .series("devices");

  static final Metric MODEL_ENERGY =
      counter("joulebook_model_energy_joules_total", Unit.JOULES)
          .labels("model", "engine", "operation", "component", "share", "source")
          .help(
              "Energy of settled calls: what they drew above base power, and their share of base power.")
          .series(PER_CALL + " x components and sources used x 2 shares");

  static final Metric MODEL_QUALITY =
      counter("joulebook_model_quality_joules_total", Unit.JOULES)
          .labels("model", "engine", "operation", "quality", "source")
          .help("Energy of settled calls by how good the figure is for a single call.")
          .series(PER_CALL + " x qualities met x sources used");

  static final Metric MODEL_UNCERTAINTY =
      counter("joulebook_model_uncertainty_joules_total", Unit.JOULES)
          .labels("model", "engine", "operation", "source")
          .help(
              "Sum of the uncertainties of settled calls: over their energy, what one figure is worth; "
                  + "much more than the sum of the energies is off by.")
          .series(PER_CALL + " x sources used");

  static final Metric CALL_ENERGY =
      histogram("joulebook_call_energy_joules", Unit.JOULES)
          .labels("model", "engine", "operation", "source")
          .help("Energy of one call, all devices together; calls without known energy are absent.")
          .series(PER_CALL + " x sources used x 25");

  static final Metric CALL_DURATION =
      histogram("joulebook_call_duration_seconds", Unit.SECONDS)
          .labels(CALL)
          .help("Duration of one call.")
          .series(PER_CALL + " x 22");

  static final Metric CALLS =
      counter("joulebook_calls_total", Unit.NONE)
          .labels("model", "engine", "operation", "outcome")
          .help("Settled calls by how they ended.")
          .series(PER_CALL + " x 2 outcomes");

  static final Metric CALLS_UNMEASURED =
      counter("joulebook_calls_unmeasured_total", Unit.NONE)
          .labels(CALL)
          .help("Settled calls whose energy is not known.")
          .series(PER_CALL);

  static final Metric CALLS_UNSETTLED =
      gauge("joulebook_calls_unsettled", Unit.NONE)
          .labels()
          .help("Calls seen that have no receipt yet.")
          .series("1");

  static final Metric ITEMS =
      counter("joulebook_items_total", Unit.NONE)
          .labels(CALL)
          .help("Items that settled calls worked on: the rows of their batches.")
          .series(PER_CALL);

  static final Metric TOKENS =
      counter("joulebook_tokens_total", Unit.NONE)
          .labels("model", "engine", "operation", "direction")
          .help("Tokens of settled calls, where they are seen; input includes padding.")
          .series(PER_CALL + " x 2 directions");

  static final Metric CO2E_GRAMS =
      counter("joulebook_co2e_grams_total", Unit.GRAMS)
          .labels("model", "engine", "operation", "kind", "zone", "tier", "source")
          .help("Greenhouse gas of settled calls, at the intensity of the time of use.")
          .series(PER_CALL + " x tiers used x sources used");

  static final Metric DEVICE_CO2E_GRAMS =
      counter("joulebook_device_co2e_grams_total", Unit.GRAMS)
          .labels("device", "account", "zone", "tier", "source")
          .help("Greenhouse gas of measured energy by account, calls and all else.")
          .series("devices x accounts x tiers used");

  static final Metric UNPRICED_JOULES =
      counter("joulebook_unpriced_joules_total", Unit.JOULES)
          .labels("reason", "source")
          .help("Measured energy, of all accounts, for which no grid intensity is known.")
          .series("reasons x sources used");

  static final Metric GRID_INTENSITY =
      gauge("joulebook_grid_intensity_grams_per_kwh", Unit.GRAMS_PER_KWH)
          .labels("zone", "feed", "signal", "basis", "tier")
          .help("Carbon intensity of the grid that energy is priced with now.")
          .series("1");

  static final Metric PUE =
      gauge("joulebook_pue_ratio", Unit.RATIO)
          .labels("origin")
          .help("Facility factor that grams include: configured, or assumed to be 1.")
          .series("1");

  static final Metric SPANS_DROPPED =
      counter("joulebook_spans_dropped_total", Unit.NONE)
          .labels("reason")
          .help("Call events that were lost, or came after their interval was closed (late).")
          .series("reasons met");

  static final Metric POWER_ERRORS =
      counter("joulebook_power_errors_total", Unit.NONE)
          .labels("reason")
          .help("Readings of a power source that failed or were refused.")
          .series("reasons met");

  static final Metric SENSOR_PERIOD =
      gauge("joulebook_sensor_period_seconds", Unit.SECONDS)
          .labels("device")
          .help("Time between two updates of the device's energy sensor.")
          .series("devices");

  static final Metric SENSOR_LAG =
      gauge("joulebook_sensor_lag_seconds", Unit.SECONDS)
          .labels("device")
          .help("How far the sensor's readings trail the device.")
          .series("devices");

  static final Metric SENSOR_STATE =
      gauge("joulebook_sensor_state", Unit.NONE)
          .labels("device", "state")
          .help(
              "Whether the sensor is phase_locked, lag_known, base_known, base_fitted, continuous (known "
                  + "to see all of the time), windowed (part of it), or in_step with the load "
                  + "(energy may be far off).")
          .series("devices x 7");

  static final Metric GAIN_UNCERTAINTY =
      gauge("joulebook_sensor_gain_uncertainty_ratio", Unit.RATIO)
          .labels("device")
          .help(
              "By which part of itself all energy of the device may be off, the same for all calls.")
          .series("devices with an uncalibrated sensor");

  static final Metric BASE_SPREAD =
      gauge("joulebook_base_spread_watts", Unit.WATTS)
          .labels("device")
          .help("How far base power may be off.")
          .series("devices");

  static final Metric BASE_WATTS =
      gauge("joulebook_base_watts", Unit.WATTS)
          .labels("device")
          .help("What the device draws, loaded, while no call is in flight.")
          .series("devices");

  static final Metric AGENT_CPU =
      counter("joulebook_agent_cpu_seconds_total", Unit.SECONDS)
          .labels()
          .help("CPU time of the agent's own threads.")
          .series("1");

  static final Metric HOOK_INSTALLED =
      gauge("joulebook_hook_installed", Unit.NONE)
          .labels("hook")
          .help("Whether the hook is woven into a class of the host.")
          .series("hooks");

  static final Metric LABELS_OVERFLOWED =
      counter("joulebook_labels_overflowed_total", Unit.NONE)
          .labels("label")
          .help("Receipts entered under the label value 'other', the label being full.")
          .series("1");

  static final Metric ENTRIES_REFUSED =
      counter("joulebook_entries_refused_total", Unit.NONE)
          .labels("entry", "reason")
          .help("Receipts and statements that could not be entered.")
          .series("2 entries x reasons met");

  static final Metric BUILD_INFO =
      define("joulebook_build_info", MetricType.INFO, Unit.NONE)
          .labels("version")
          .help("The build that exposes these metrics.")
          .series("1");

  private Catalogue() {}

  /** Every metric, in the order in which they are written above. */
  static List<Metric> all() {
    return List.copyOf(ALL);
  }

  private static Definition counter(String name, Unit unit) {
    return define(name, MetricType.COUNTER, unit);
  }

  private static Definition gauge(String name, Unit unit) {
    return define(name, MetricType.GAUGE, unit);
  }

  private static Definition histogram(String name, Unit unit) {
    return define(name, MetricType.HISTOGRAM, unit);
  }

  private static Definition define(String name, MetricType type, Unit unit) {
    return labels ->
        help ->
            series -> {
              Metric metric = new Metric(name, type, unit, Arrays.asList(labels), help, series);
              ALL.add(metric);
              return metric;
            };
  }

  /** A line of the catalogue that lacks its labels. */
  private interface Definition {
    Labelled labels(String... names);
  }

  /** A line of the catalogue that lacks its meaning. */
  private interface Labelled {
    Counted help(String help);
  }

  /** A line of the catalogue that lacks its number of series. */
  private interface Counted {
    Metric series(String series);
  }
}
