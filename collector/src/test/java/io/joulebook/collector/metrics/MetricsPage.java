package io.joulebook.collector.metrics;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The catalogue in prose: {@code docs/metrics.md}. */
final class MetricsPage {
  private static final String HEAD =
      """
      # Metrics

      This page lists every metric on `/metrics`. It is written from the catalogue in the collector's code, and the build
      fails if the two differ. The agent exposes nothing of the JVM itself: hosts have their own meters.

      - Base units: joules, grams, seconds. Energy is summed in whole microjoules, mass in whole nanograms; only here they
        become floating-point numbers. So in every scrape a device's accounts add up to what was measured, to the microjoule.
      - What is not known is absent, never 0. Five exceptions start at 0:
        both outcomes of a model's `joulebook_calls_total`, each hook, the reasons of `joulebook_spans_dropped_total`,
        those of `joulebook_receipts_lost_total`, and both verdicts of a budget for each single source, from the source's
        first statement on. So a JVM without a meter has no verdicts, and those of joined sources (next point) appear with
        their first call already counted.
      - `source` says where a joule was read. `estimate` and `simulated` are no measurements. A call on devices of several
        sources has them all, as in `nvml+rapl`. On counts of items, tokens and a route's calls, `none` stands for calls
        whose energy is not known; budgets leave such calls unjudged.
      - A call key is a model, engine and operation. At most 200 models and 200 routes have series of their own; the rest
        share `other`. No request id, user, prompt or URL is ever a label.

      | metric | type, unit | labels | meaning | series | computed in |
      | --- | --- | --- | --- | --- | --- |
      """;

  private static final String LABELS =
      """

      ## Label values

      | label | values |
      | --- | --- |
      """;

  private static final String TAIL =
      """

      ## Notes

      - `joulebook_ledger_residual_joules` is the state since the books were opened, not of the last interval.
      - `joulebook_device_co2e_grams_total{account="requests"}` and the calls' `joulebook_co2e_grams_total` are two views of
        the same energy: do not add them.
      - `joulebook_unpriced_joules_total`, `joulebook_pending_joules` and `joulebook_device_co2e_grams_total` together cover
        every joule entered to an account.
      - Counters of grams keep what was first known. `joulebook_co2e_restated_grams_total` is the correction: up less down,
        added to `joulebook_device_co2e_grams_total`, is what is known now.
      - `joulebook_sci_grams` is a ratio since the start of the agent. For other periods, sum the counters, then divide:
        never average ratios.
      - `joulebook_training_grams_total` is in no other figure.
      - `zone` is that of a cloud region's country. Where the yearly table has no row for it, `feed` names
        [the row that stands in](carbon.md#the-yearly-table): `static:US`, `static:WORLD`.
      - `rate(joulebook_model_uncertainty_joules_total)` over `rate(joulebook_model_energy_joules_total)` is the
        [mean relative uncertainty of one call](method.md#what-a-receipt-says-of-itself); the model's sum is far better. It
        excludes the sensor's gain, `joulebook_sensor_gain_uncertainty_ratio`: the largest error that a comparison of NVIDIA
        cards with a power meter found, rounded up. While `in_step` is 1 it does not hold: all energy of the device may be
        far off, sums too. `quality="unresolved"` is energy of calls that cannot be told from their neighbours singly.
      - Buckets of `joulebook_call_energy_joules`: 1, 2.5 and 5 in each decade from 1 mJ to 5 kJ, and 10 kJ. Of
        `joulebook_call_duration_seconds`: the same from 1 ms to 500 s, and 600 s. A call shorter than the sensor can see
        counts with the share it was given: right in the sum, not singly.
      - Utilisation, temperature and clocks are the driver's own, read every ten seconds; absent is what a GPU does not
        tell, and all of it while the driver has not answered for half a minute. With MIG a GPU tells no utilisation. A
        simulated GPU has neither these nor `index` and `pci_bus_id`.
      - NVIDIA's dcgm-exporter calls `device` `UUID`, and has another label of that name:
        `label_replace(DCGM_FI_DEV_FB_USED, "device", "$1", "UUID", "(.+)") * on (device) group_left (index) topk by (device) (1, joulebook_device_info)`.
        Of a MIG instance, `index` and `pci_bus_id` are its GPU's.
      - Exemplars (`trace_id`) are in the OpenMetrics format, which Prometheus asks for by itself.
      """;

  private static final Map<String, String> VALUES =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry("account", "`requests`, `idle`, `other_processes`, `unattributed`"),
              Map.entry("budget", "the budget's name"),
              Map.entry("basis", "`lifecycle`, `direct`, `unspecified`"),
              Map.entry("clock", "`sm`, `memory`"),
              Map.entry("component", "`gpu`, `cpu`, `dram`"),
              Map.entry("device", "a GPU's UUID, or the name of a CPU package or memory"),
              Map.entry(
                  "direction", "of tokens: `input`, `output`; of restated grams: `up`, `down`"),
              Map.entry("engine", "the inference library"),
              Map.entry("entry", "`receipt`, `statement`, `verdict`"),
              Map.entry(
                  "feed",
                  "`static`, `static:ZONE`, `fixed`, or the live feed: `file`, `neso`, `rte`, `energidataservice`, `electricitymaps`, `watttime`, `carbonawaresdk`, `http-json`"),
              Map.entry("hook", "the name of a hook"),
              Map.entry(
                  "kind", "of grams: `operational`, `embodied`; of rules: `budget`, `model_rule`"),
              Map.entry("label", "`model`, `route`"),
              Map.entry("model", "the model's name, or `other`"),
              Map.entry("operation", "the library's operation"),
              Map.entry(
                  "origin",
                  "of the facility factor: `configured`, `assumed`; of embodied grams: `preset`, `configured`"),
              Map.entry(
                  "outcome",
                  "of calls: `ok`, `error`; of requests to feeds: `ok`, `no_data`, `rate_limited`, `auth_failed`, `not_entitled`, `unknown_zone`, `gone`, `malformed`, `implausible`, `unreachable`, `failed`"),
              Map.entry(
                  "reason",
                  "of lost events: `ring_full`, `late`, `lost`, `end_not_seen`; of shared devices: `another_agent`; of unpriced joules: `no_zone`, `no_intensity`, `too_old`;"
                      + " of unjudged calls: `no_energy`,"
                      + " `no_output_tokens`, `no_price`; of refused entries:"
                      + " `negative_energy`, `negative_count`, `negative_duration`, `implausible`, `failed`; of what"
                      + " feeds said: see docs/carbon.md; of the history: `torn_tail`, `damaged_line`, `truncated`,"
                      + " `newer_version`, `unreadable`, `locked`, `write_failed`, `lines_lost`; of lost receipts: `disk_full`,"
                      + " `disk_slow`, `write_failed`, `failed`; else the meter's own"),
              Map.entry("per", "`call`, `item`, `output_token`, `request`; of budgets also `day`"),
              Map.entry("route", "a server's route, not the path of a request; or `other`"),
              Map.entry("rule", "a budget's name, or what a rule of models matches"),
              Map.entry("phase", "`prefill`, `decode`"),
              Map.entry("share", "`active`, `base`"),
              Map.entry("signal", "`average`, `marginal`, `unspecified`"),
              Map.entry(
                  "quality",
                  "`measured`, `integrated`, `estimated`, `simulated`, `shared`, `unresolved`, `unplaced`"),
              Map.entry(
                  "state",
                  "`phase_locked`, `lag_known`, `base_known`, `base_fitted`, `continuous`, `windowed`, `low_pass`, `throttled`, `in_step`, `metered`, `not_metered`"),
              Map.entry(
                  "source",
                  "`nvml`, `nvml_power`, `rapl`, `hwmon`, `estimate`, `simulated`, `none`"),
              Map.entry(
                  "tier",
                  "`actual`, `estimated`, `second_feed`, `last_known`, `profile`, `static`, `static_country`, `static_world`; of embodied grams: `preset`, `configured`"),
              Map.entry("verdict", "`within`, `over`"),
              Map.entry("version", "the build's version"),
              Map.entry("index", "the device's index among those of its driver"),
              Map.entry("name", "the device's product name"),
              Map.entry("pci_bus_id", "the device's PCI address, as its driver writes it"),
              Map.entry("driver", "the version of the device's driver"),
              Map.entry("url", "`runbooks.url`"),
              Map.entry("zone", "the configured zone, or `unset`; `none` of embodied grams")));

  private MetricsPage() {}

  static String write() {
    StringBuilder page = new StringBuilder(HEAD);
    Catalogue.all().forEach(metric -> page.append(row(metric)));
    page.append(LABELS);
    VALUES.forEach((label, values) -> page.append(columns(code(label), values)));
    return page.append(TAIL).toString();
  }

  static Map<String, String> values() {
    return VALUES;
  }

  static String typeOf(Metric metric) {
    return metric.type().name().toLowerCase(Locale.ROOT);
  }

  private static String typeAndUnit(Metric metric) {
    String unit = metric.unit().suffix().replace('_', ' ');
    return unit.isEmpty() ? typeOf(metric) : typeOf(metric) + ", " + unit;
  }

  private static String row(Metric metric) {
    List<String> labels = metric.labels().stream().map(MetricsPage::code).toList();
    return columns(
        code(metric.name()),
        typeAndUnit(metric),
        String.join(", ", labels),
        metric.help(),
        metric.series(),
        code(ComputedIn.METHODS.getOrDefault(metric.name(), "")));
  }

  private static String code(String name) {
    return "`" + name + "`";
  }

  private static String columns(String... columns) {
    return "| " + String.join(" | ", columns) + " |\n";
  }
}
