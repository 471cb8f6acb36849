package io.joulebook.collector.server;

import io.joulebook.collector.carbon.Pue;
import io.joulebook.collector.grid.FeedName;
import io.joulebook.collector.grid.GridIntensity;
import io.joulebook.collector.grid.Zone;
import io.joulebook.collector.metrics.Histograms;
import java.util.List;
import java.util.Optional;

/**
 * What the collector is told before it starts. Each value's own {@code parse} refuses a bad text;
 * here only values that do not fit together are refused.
 *
 * @param version the version of the build, for {@code joulebook_build_info}
 * @param zone where the energy is drawn
 * @param intensity the intensity for the feed {@code fixed}
 * @param feeds the ladder of feeds, best first; if absent, {@code fixed} where an intensity is
 *     given and else {@code static}
 * @param pue the facility factor; if absent, 1, and the metrics say that it is assumed
 * @param histograms the form of the histograms
 * @param maxModels how many models get metrics of their own; the rest share the name {@code other}
 */
public record CollectorSettings(
    String version,
    Optional<Zone> zone,
    Optional<GridIntensity> intensity,
    Optional<List<FeedName>> feeds,
    Optional<Pue> pue,
    Histograms histograms,
    int maxModels) {
  private static final int DEFAULT_MAX_MODELS = 200;

  public CollectorSettings {
    feeds = feeds.map(List::copyOf);
    boolean fixed = feeds.map(f -> f.contains(FeedName.FIXED)).orElse(intensity.isPresent());
    check(intensity.isEmpty() || fixed, "grid.intensity is set but grid.feeds names no 'fixed'");
    check(intensity.isPresent() || !fixed, "grid.feeds names 'fixed' but grid.intensity is unset");
    check(feeds.filter(List::isEmpty).isEmpty(), "grid.feeds is empty: it needs at least one feed");
    check(maxModels >= 1, "maxModels is " + maxModels + "; at least 1 is allowed");
  }

  private static void check(boolean fits, String otherwise) {
    if (!fits) {
      throw new IllegalArgumentException(otherwise);
    }
  }

  /** The settings of a collector that has been told nothing but its version. */
  public static CollectorSettings of(String version) {
    return new CollectorSettings(
        version,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Histograms.CLASSIC,
        DEFAULT_MAX_MODELS);
  }

  /** The ladder in force: the one configured, or the default for these settings. */
  List<FeedName> ladder() {
    return feeds.orElse(List.of(intensity.isPresent() ? FeedName.FIXED : FeedName.STATIC));
  }
}
