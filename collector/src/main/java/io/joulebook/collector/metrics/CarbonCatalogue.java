package io.joulebook.collector.metrics;

import java.util.ArrayList;
import java.util.List;

/** The metrics of grams, and of what they are priced with: the second half of {@link Catalogue}. */
final class CarbonCatalogue {
  private static final List<Metric> ALL = new ArrayList<>();
  private static final Definition IS = new Definition(ALL);

  private static final String[] CALL = {"model", "engine", "operation"};
  private static final String PER_CALL = "call keys";

  static final Metric CO2E_GRAMS =
      IS.counter("joulebook_co2e_grams_total", Unit.GRAMS)
          .labels("model", "engine", "operation", "kind", "zone", "tier", "source")
          .help(
              "Greenhouse gas of settled calls: of their energy, at the intensity of the time of use, and "
                  + "of their part in making the device (embodied).")
          .series(PER_CALL + "×tiers used×sources used");

  static final Metric DEVICE_CO2E_GRAMS =
      IS.counter("joulebook_device_co2e_grams_total", Unit.GRAMS)
          .labels("device", "account", "zone", "tier", "source")
          .help("Greenhouse gas of measured energy by account, calls and all else.")
          .series("devices×accounts×tiers used");

  static final Metric DEVICE_EMBODIED_GRAMS =
      IS.counter("joulebook_device_embodied_grams_total", Unit.GRAMS)
          .labels("device", "account", "origin", "source")
          .help(
              "Greenhouse gas of making the device, spread over its lifetime, by account of time.")
          .series("devices with a known figure×2 accounts");

  static final Metric RESTATED_GRAMS =
      IS.counter("joulebook_co2e_restated_grams_total", Unit.GRAMS)
          .labels("zone", "direction", "source")
          .help(
              "By how much grams of measured energy turned out to be more (up) or less (down) than "
                  + "first booked, intensities having been revised or become known at last.")
          .series("2 directions×sources used");

  static final Metric SCI =
      IS.gauge("joulebook_sci_grams", Unit.GRAMS)
          .labels("model", "engine", "operation", "per", "source")
          .help(
              "Software Carbon Intensity (ISO/IEC 21031) since the start: operational and embodied "
                  + "grams, idle included, per call, item, output token or request.")
          .series(PER_CALL + "×up to 4 units");

  static final Metric TRAINING_GRAMS =
      IS.counter("joulebook_training_grams_total", Unit.GRAMS)
          .labels(CALL)
          .help(
              "Greenhouse gas of the model's training, as stated, spread over its expected calls.")
          .series("models of which it is stated×engines×operations");

  static final Metric WATER =
      IS.counter("joulebook_water_litres_total", Unit.LITRES)
          .labels("model", "engine", "operation", "source")
          .help(
              "Water that cooling the site took for the energy of settled calls, by the stated WUE.")
          .series(PER_CALL + "×sources used, with wue set");

  static final Metric UNPRICED_JOULES =
      IS.counter("joulebook_unpriced_joules_total", Unit.JOULES)
          .labels("reason", "source")
          .help("Measured energy, of all accounts, for which no grid intensity is known.")
          .series("reasons×sources used");

  static final Metric PENDING_JOULES =
      IS.gauge("joulebook_pending_joules", Unit.JOULES)
          .labels("source")
          .help("Measured energy, of all accounts, whose grid intensity is still to be published.")
          .series("sources used, with live feeds");

  static final Metric GRID_INTENSITY =
      IS.gauge("joulebook_grid_intensity_grams_per_kwh", Unit.GRAMS_PER_KWH)
          .labels("zone", "feed", "signal", "basis", "tier")
          .help(
              "Carbon intensity of the grid that energy used now would be priced with, as far as is known now.")
          .series("1");

  static final Metric GRID_INTERVAL_END =
      IS.gauge("joulebook_grid_interval_end_timestamp_seconds", Unit.SECONDS)
          .labels("zone", "feed")
          .help(
              "End of the newest interval whose intensity the feed has told: the age of the datum.")
          .series("live feeds");

  static final Metric FEED_LAST_SUCCESS =
      IS.gauge("joulebook_feed_last_success_timestamp_seconds", Unit.SECONDS)
          .labels("zone", "feed")
          .help("When the feed last answered with something that could be taken.")
          .series("live feeds");

  static final Metric FEED_REQUESTS =
      IS.counter("joulebook_feed_requests_total", Unit.NONE)
          .labels("feed", "outcome")
          .help("How often the feed was asked, by how that went.")
          .series("live feeds×outcomes met");

  static final Metric FEED_REJECTED =
      IS.counter("joulebook_feed_rejected_total", Unit.NONE)
          .labels("feed", "reason")
          .help("Answers and readings of the feed that were not taken.")
          .series("live feeds×reasons met");

  static final Metric FEED_PAUSED =
      IS.gauge("joulebook_feed_paused", Unit.NONE)
          .labels("feed")
          .help("Whether the feed is left alone for a while, having failed several times.")
          .series("live feeds");

  static final Metric HISTORY_ON_DISK =
      IS.gauge("joulebook_history_on_disk", Unit.NONE)
          .labels()
          .help("Whether the history of intensities is kept on disk, and not in memory alone.")
          .series("1, with live feeds");

  static final Metric HISTORY_ERRORS =
      IS.counter("joulebook_history_errors_total", Unit.NONE)
          .labels("reason")
          .help("What went wrong with the history of intensities on disk.")
          .series("reasons met");

  static final Metric PUE =
      IS.gauge("joulebook_pue_ratio", Unit.RATIO)
          .labels("origin")
          .help("Facility factor that grams include: configured, or assumed to be 1.")
          .series("1");

  private CarbonCatalogue() {}

  /** These metrics, in the order in which they are written above. */
  static List<Metric> all() {
    return List.copyOf(ALL);
  }
}
