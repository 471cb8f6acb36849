package io.joulebook.collector.grid;

import java.util.Optional;

/** The intensity that whoever runs the host has stated. */
final class FixedFeed {
  private static final String NO_ZONE = "unset";

  private FixedFeed() {}

  static IntensityResult.Price quote(
      GridIntensity intensity, Optional<Zone> zone, EmissionMethod method) {
    return new IntensityResult.Price(
        intensity,
        zone.map(Zone::code).orElse(NO_ZONE),
        FeedName.FIXED.toString(),
        method,
        Tier.STATIC);
  }
}
