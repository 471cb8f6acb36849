package io.joulebook.collector.grid;

import java.util.Optional;

/** The yearly table: the zone's row, else its country's, else the world's. */
final class StaticFeed {
  private static final IntensityResult NO_ZONE =
      new IntensityResult.Unpriced(IntensityResult.Reason.NO_ZONE);

  private StaticFeed() {}

  static IntensityResult quote(Optional<Zone> zone) {
    return zone.<IntensityResult>map(StaticFeed::price).orElse(NO_ZONE);
  }

  private static IntensityResult.Price price(Zone zone) {
    YearlyTable.Row row = YearlyTable.load().nearest(zone);
    return new IntensityResult.Price(
        row.intensity(),
        zone.code(),
        feed(zone, row.zone()),
        EmissionMethod.AVERAGE_LIFECYCLE,
        tier(zone, row.zone()));
  }

  private static String feed(Zone asked, Zone found) {
    return asked.equals(found) ? FeedName.STATIC.toString() : FeedName.STATIC + ":" + found;
  }

  private static Tier tier(Zone asked, Zone found) {
    if (asked.equals(found) && !asked.standsIn()) {
      return Tier.STATIC;
    }
    return found.equals(Zone.WORLD) ? Tier.STATIC_WORLD : Tier.STATIC_COUNTRY;
  }
}
