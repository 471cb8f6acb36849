package io.joulebook.collector.feed.vendor;

import io.joulebook.collector.ConfiguredPath;
import io.joulebook.collector.grid.FeedName;
import io.joulebook.collector.grid.GridIntensity;
import io.joulebook.collector.grid.Zone;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What the collector is told about the grid.
 *
 * @param zone where the energy is drawn
 * @param intensity the intensity for the feed {@code fixed}
 * @param feeds the ladder of feeds, best first; if absent, {@code fixed} where an intensity is
 *     given and else {@code static}
 * @param options what is told about single feeds
 * @param oldest how long before the time of use the last known value of a live feed may have ended
 * @param patience how long after five minutes the first live feed's value for them is waited for;
 *     if absent, as long as the feed usually takes
 * @param history the folder in which the history of live feeds is kept; if absent, in memory
 */
public record GridSettings(
    Optional<Zone> zone,
    Optional<GridIntensity> intensity,
    Optional<List<FeedName>> feeds,
    FeedSettings options,
    Duration oldest,
    Optional<Duration> patience,
    Optional<ConfiguredPath> history) {
  /** Nothing told. */
  public static final GridSettings NONE = of(Optional.empty(), Optional.empty(), Optional.empty());

  public GridSettings {
    feeds = feeds.map(List::copyOf);
    boolean fixed = feeds.map(f -> f.contains(FeedName.FIXED)).orElse(intensity.isPresent());
    check(intensity.isEmpty() || fixed, "grid.intensity is set but grid.feeds names no 'fixed'");
    check(intensity.isPresent() || !fixed, "grid.feeds names 'fixed' but grid.intensity is unset");
    check(feeds.filter(List::isEmpty).isEmpty(), "grid.feeds is empty: it needs at least one feed");
  }

  private static void check(boolean fits, String otherwise) {
    if (!fits) {
      throw new IllegalArgumentException(otherwise);
    }
  }

  /** These, and nothing else told. */
  public static GridSettings of(
      Optional<Zone> zone, Optional<GridIntensity> intensity, Optional<List<FeedName>> feeds) {
    return new GridSettings(
        zone,
        intensity,
        feeds,
        FeedSettings.NONE,
        Duration.ofHours(3),
        Optional.empty(),
        Optional.empty());
  }

  /** The ladder in force: the one configured, or the default for these settings. */
  public List<FeedName> ladder() {
    return feeds.orElse(List.of(intensity.isPresent() ? FeedName.FIXED : FeedName.STATIC));
  }
}
