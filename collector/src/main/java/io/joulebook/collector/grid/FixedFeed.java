package io.joulebook.collector.grid;

import java.time.Instant;
import java.util.Optional;

/** The intensity that whoever runs the host has stated. */
final class FixedFeed implements Feed {
  private static final String NO_ZONE = "unset";

  private final Quote price;

  FixedFeed(GridIntensity intensity, Optional<Zone> zone) {
    String label = zone.map(Zone::code).orElse(NO_ZONE);
    price =
        new Quote.Price(
            intensity,
            label,
            FeedName.FIXED.toString(),
            Signal.UNSPECIFIED,
            Basis.UNSPECIFIED,
            Tier.STATIC);
  }

  @Override
  public Quote at(Instant bucket) {
    return price;
  }
}
