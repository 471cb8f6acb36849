package io.joulebook.collector.report;

import io.joulebook.collector.Source;
import io.joulebook.collector.grid.Tier;
import java.util.Set;

/**
 * What a figure in grams may be off by.
 *
 * <p>A sensor's gain and a feed's choice are the same for all calls, so that they do not shrink
 * with their number; the placement of calls in time is off independently. The three are independent
 * of each other and are added as squares. The percentages of intensities and of embodied emissions
 * are judgements, no measurements; docs/carbon.md has them.
 *
 * @param low the least it may be; not negative
 * @param mid the figure itself
 * @param high the most it may be
 */
record Range(double low, double mid, double high) {
  /** As {@code joulebook_sensor_gain_uncertainty_ratio}; its source stands in the metrics. */
  static final double GAIN = 0.13;

  private static final Set<Source> UNCALIBRATED = Set.of(Source.NVML, Source.NVML_POWER);
  private static final double EMBODIED = 0.5;

  /** That of a sum of priced energy, given how far the energy itself may be off. */
  static Range of(Priced priced, double uncertaintyMicros) {
    double gain = 0;
    double intensity = 0;
    for (var entry : priced.now.entrySet()) {
      double grams = entry.getValue().grams().toDouble();
      gain += GAIN * (UNCALIBRATED.contains(entry.getKey().source()) ? grams : 0);
      intensity += part(entry.getKey().tier()) * grams;
    }
    double placement = uncertaintyMicros * priced.gramsPerMicro();
    double all = Math.sqrt(gain * gain + intensity * intensity + placement * placement);
    return around(priced.nowGrams().toDouble(), all);
  }

  /** That of embodied emissions. */
  static Range ofEmbodied(double grams) {
    return around(grams, EMBODIED * grams);
  }

  private static Range around(double mid, double half) {
    return new Range(Math.max(0, mid - half), mid, mid + half);
  }

  /** By which part an intensity of that tier may be off. */
  static double part(Tier tier) {
    return switch (tier) {
      case ACTUAL, ESTIMATED -> 0.10;
      case SECOND_FEED, LAST_KNOWN -> 0.15;
      case PROFILE, STATIC -> 0.20;
      case STATIC_COUNTRY -> 0.40;
      case STATIC_WORLD -> 0.60;
    };
  }

  /** Whether a source's sensor has a gain of its own that is not calibrated. */
  static boolean isUncalibrated(Source source) {
    return UNCALIBRATED.contains(source);
  }
}
