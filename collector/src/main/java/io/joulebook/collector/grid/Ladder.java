package io.joulebook.collector.grid;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Feeds in the order in which they are asked; the first that knows a price settles it. */
public final class Ladder {
  private final List<Feed> feeds;

  private Ladder(List<Feed> feeds) {
    this.feeds = feeds;
  }

  /**
   * The ladder of these feeds.
   *
   * @param names the feeds, best first; at least one
   * @param zone the zone to price for
   * @param intensity the intensity for the feed {@code fixed}; present if that is named
   */
  public static Ladder of(
      List<FeedName> names, Optional<Zone> zone, Optional<GridIntensity> intensity) {
    if (names.isEmpty()) {
      throw new IllegalArgumentException("a ladder needs at least one feed");
    }
    return new Ladder(names.stream().map(name -> feed(name, zone, intensity)).toList());
  }

  private static Feed feed(FeedName name, Optional<Zone> zone, Optional<GridIntensity> intensity) {
    return switch (name) {
      case STATIC -> new StaticFeed(zone);
      case FIXED -> new FixedFeed(intensity.orElseThrow(), zone);
      default -> throw new IllegalArgumentException(name + " is no static feed");
    };
  }

  /** What a kilowatt hour costs in the five minutes that begin then. */
  public Quote at(Instant bucket) {
    Quote quote = feeds.get(0).at(bucket);
    for (int i = 1; i < feeds.size() && quote instanceof Quote.Unpriced; i++) {
      quote = feeds.get(i).at(bucket);
    }
    return quote;
  }
}
