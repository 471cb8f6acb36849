package io.joulebook.collector.grid;

import java.util.Optional;

/** The intensity that whoever runs the host has stated. */
final class FixedFeed {
  private static final String NO_ZONE = "unset";

  private FixedFeed() {}

  static Quote.Price quote(GridIntensity intensity, Optional<Zone> zone, Method method) {
    return new Quote.Price(
        intensity,
        zone.map(Zone::code).orElse(NO_ZONE),
        FeedName.FIXED.toString(),
        method,
        Tier.STATIC);
  }
}
