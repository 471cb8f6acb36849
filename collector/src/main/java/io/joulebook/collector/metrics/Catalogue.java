package io.joulebook.collector.metrics;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Every metric that the collector exposes: with {@link BudgetCatalogue} and {@link
 * CarbonCatalogue}, the only place where a name, a type, a unit or a label of one is written down.
 * {@code docs/metrics.md} is this catalogue in prose, and a test holds the two together.
 */
final class Catalogue {
  private static final List<Metric> ALL = new ArrayList<>();
  private static final Definition IS = new Definition(ALL);

  private static final String[] CALL = {"model", "engine", "operation"};
  private static final String PER_CALL = "call keys";

  static final Metric MEASURED_JOULES =
      IS.counter("joulebook_measured_joules_total", Unit.JOULES)
          .labels("device", "component", "source")
          .help("Energy that the device's sensor measured.")
          .series("devices");

  static final Metric ENERGY_JOULES =
      IS.counter("joulebook_energy_joules_total", Unit.JOULES)
          .labels("device", "component", "account", "source")
          .help("Measured energy by the account it was entered to; the accounts add up to it.")
          .series("devices×accounts that the source can tell (up to 4)");

  static final Metric LEDGER_RESIDUAL =
      IS.gauge("joulebook_ledger_residual_joules", Unit.JOULES)
          .labels("device", "component")
          .help("Measured energy less the sum of the accounts: not 0 only if the books are wrong.")
          .series("devices");

  static final Metric MODEL_ENERGY =
      IS.counter("joulebook_model_energy_joules_total", Unit.JOULES)
          .labels("model", "engine", "operation", "component", "share", "source")
          .help(
              "Energy of settled calls: what they drew above base power, and their share of base power.")
          .series(PER_CALL + "×components and sources used×2 shares");

  static final Metric PHASE_ENERGY =
      IS.counter("joulebook_phase_energy_joules_total", Unit.JOULES)
          .labels("model", "engine", "operation", "phase", "source")
          .help(
              "Energy of settled calls whose answer came in pieces: until the first, with the wait for"
                  + " it (prefill), and from then on (decode).")
          .series(PER_CALL + "×2 phases×sources used");

  static final Metric MODEL_QUALITY =
      IS.counter("joulebook_model_quality_joules_total", Unit.JOULES)
          .labels("model", "engine", "operation", "quality", "source")
          .help("Energy of settled calls by how good the figure is for a single call.")
          .series(PER_CALL + "×qualities met×sources used");

  static final Metric MODEL_UNCERTAINTY =
      IS.counter("joulebook_model_uncertainty_joules_total", Unit.JOULES)
          .labels("model", "engine", "operation", "source")
          .help(
              "Sum of the uncertainties of settled calls: over their energy, what one figure is worth; "
                  + "much more than the sum of the energies is off by.")
          .series(PER_CALL + "×sources used");

  static final Metric CALL_ENERGY =
      IS.histogram("joulebook_call_energy_joules", Unit.JOULES)
          .labels("model", "engine", "operation", "source")
          .help("Energy of one call, all devices together; calls without known energy are absent.")
          .series(PER_CALL + "×sources used×25");

  static final Metric CALL_DURATION =
      IS.histogram("joulebook_call_duration_seconds", Unit.SECONDS)
          .labels(CALL)
          .help("Duration of one call.")
          .series(PER_CALL + "×22");

  static final Metric CALLS =
      IS.counter("joulebook_calls_total", Unit.NONE)
          .labels("model", "engine", "operation", "outcome")
          .help("Settled calls by how they ended.")
          .series(PER_CALL + "×2 outcomes");

  static final Metric CALLS_UNMEASURED =
      IS.counter("joulebook_calls_unmeasured_total", Unit.NONE)
          .labels(CALL)
          .help("Settled calls whose energy is not known; no meter covers models on the CPU.")
          .series(PER_CALL);

  static final Metric CALLS_UNSETTLED =
      IS.gauge("joulebook_calls_unsettled", Unit.NONE)
          .labels()
          .help("Calls seen that have no receipt yet.")
          .series("1");

  static final Metric ITEMS =
      IS.counter("joulebook_items_total", Unit.NONE)
          .labels("model", "engine", "operation", "source")
          .help("Items that settled calls worked on: the rows of their batches.")
          .series(PER_CALL + "×sources used");

  static final Metric TOKENS =
      IS.counter("joulebook_tokens_total", Unit.NONE)
          .labels("model", "engine", "operation", "direction", "source")
          .help(
              "Tokens of settled calls, where they are seen; input includes padding, and output that is"
                  + " counted by the pieces of a stream is at least so much.")
          .series(PER_CALL + "×2 directions×sources used");

  static final Metric SPANS_DROPPED =
      IS.counter("joulebook_spans_dropped_total", Unit.NONE)
          .labels("reason")
          .help(
              "Calls without a receipt of their own: they came too fast and were counted together"
                  + " (ring_full), were told of too late (late), or their end was never seen.")
          .series("reasons met");

  static final Metric POWER_ERRORS =
      IS.counter("joulebook_power_errors_total", Unit.NONE)
          .labels("reason")
          .help("Readings of a power source that failed or were refused.")
          .series("reasons met");

  static final Metric SENSOR_PERIOD =
      IS.gauge("joulebook_sensor_period_seconds", Unit.SECONDS)
          .labels("device")
          .help("Time between two updates of the device's energy sensor.")
          .series("devices");

  static final Metric SENSOR_LAG =
      IS.gauge("joulebook_sensor_lag_seconds", Unit.SECONDS)
          .labels("device")
          .help("How far the sensor's readings trail the device.")
          .series("devices");

  static final Metric SENSOR_STATE =
      IS.gauge("joulebook_sensor_state", Unit.NONE)
          .labels("device", "state")
          .help(
              "Whether the sensor is phase_locked, lag_known, base_known, base_fitted, continuous (known "
                  + "to see all of the time), windowed (part of it), low_pass (slow, which is corrected), "
                  + "throttled (its device was held back by its power limit or heat within the last "
                  + "minute: calls are less certain), or in_step with the load (energy may be far off).")
          .series("devices×9");

  static final Metric GAIN_UNCERTAINTY =
      IS.gauge("joulebook_sensor_gain_uncertainty_ratio", Unit.RATIO)
          .labels("device")
          .help(
              "By which part of itself all energy of the device may be off, the same for all calls.")
          .series("devices with an uncalibrated sensor");

  static final Metric BASE_SPREAD =
      IS.gauge("joulebook_base_spread_watts", Unit.WATTS)
          .labels("device")
          .help("How far base power may be off.")
          .series("devices");

  static final Metric BASE_WATTS =
      IS.gauge("joulebook_base_watts", Unit.WATTS)
          .labels("device")
          .help("What the device draws, loaded, while no call is in flight.")
          .series("devices");

  static final Metric AGENT_CPU =
      IS.counter("joulebook_agent_cpu_seconds_total", Unit.SECONDS)
          .labels()
          .help("CPU time of the agent's own threads.")
          .series("1");

  static final Metric HOOK_INSTALLED =
      IS.gauge("joulebook_hook_installed", Unit.NONE)
          .labels("hook")
          .help("Whether the hook is woven into a class of the host.")
          .series("hooks");

  static final Metric ENGINE_SEEN =
      IS.gauge("joulebook_engine_seen", Unit.NONE)
          .labels("engine", "state")
          .help(
              "Present and 1 for each known inference engine that was loaded in this JVM; its calls "
                  + "are metered or not_metered.")
          .series("engines seen");

  static final Metric RULE_UNMATCHED =
      IS.gauge("joulebook_rule_unmatched", Unit.NONE)
          .labels("kind", "rule")
          .help(
              "Whether a budget or a rule of models has matched no call in ten minutes with calls.")
          .series("budgets and rules of models");

  static final Metric DEVICE_SHARED =
      IS.gauge("joulebook_device_shared", Unit.NONE)
          .labels("device", "reason")
          .help("Present and 1 while the device has other users whose energy cannot be told apart.")
          .series("shared devices×reasons");

  static final Metric DEVICE_UTILIZATION =
      IS.gauge("joulebook_device_utilization_ratio", Unit.RATIO)
          .labels("device")
          .help(
              "Share of the driver's last sample period in which a kernel, of any process, ran on the device.")
          .series("devices that tell it");

  static final Metric DEVICE_TEMPERATURE =
      IS.gauge("joulebook_device_temperature_celsius", Unit.CELSIUS)
          .labels("device")
          .help("Temperature of the device's die.")
          .series("devices that tell it");

  static final Metric DEVICE_CLOCK =
      IS.gauge("joulebook_device_clock_hertz", Unit.HERTZ)
          .labels("device", "clock")
          .help("Clock at which the device's multiprocessors (sm) or its memory run.")
          .series("devices that tell it×2 clocks");

  static final Metric LABELS_OVERFLOWED =
      IS.counter("joulebook_labels_overflowed_total", Unit.NONE)
          .labels("label")
          .help("Receipts entered under the label value 'other', the label being full.")
          .series("1");

  static final Metric ENTRIES_REFUSED =
      IS.counter("joulebook_entries_refused_total", Unit.NONE)
          .labels("entry", "reason")
          .help("Receipts, statements and verdicts that could not be entered.")
          .series("3 entries×reasons met");

  static final Metric RECEIPTS_WRITTEN =
      IS.counter("joulebook_receipts_written_total", Unit.NONE)
          .labels()
          .help("Receipts and sums of statements that were written to receipts.file.")
          .series("1, with receipts.file");

  static final Metric RECEIPTS_LOST =
      IS.counter("joulebook_receipts_lost_total", Unit.NONE)
          .labels("reason")
          .help("Receipts and sums of statements that are missing in receipts.file.")
          .series("4 reasons, with receipts.file");

  static final Metric BUILD_INFO =
      IS.info("joulebook_build_info")
          .labels("version")
          .help("The build that exposes these metrics.")
          .series("1");

  static final Metric DEVICE_INFO =
      IS.info("joulebook_device_info")
          .labels("device", "index", "name", "pci_bus_id", "driver")
          .help(
              "What a device is, to join with other exporters; a label that is not known is empty.")
          .series("devices");

  static final Metric RUNBOOKS_INFO =
      IS.info("joulebook_runbooks_info")
          .labels("url")
          .help("Where alerts find their runbooks; empty for the page /runbooks of this endpoint.")
          .series("1");

  private Catalogue() {}

  /**
   * Every metric there is: those written above, in that order, then those of {@link
   * BudgetCatalogue} and of {@link CarbonCatalogue}.
   */
  static List<Metric> all() {
    return Stream.of(ALL, BudgetCatalogue.all(), CarbonCatalogue.all())
        .flatMap(List::stream)
        .toList();
  }
}
