package io.joulebook.collector.grid;

import java.time.Instant;
import java.util.Optional;

/** The yearly table: the zone's row, else its country's, else the world's. */
final class StaticFeed implements Feed {
  private static final Quote NO_ZONE = new Quote.Unpriced(Quote.Reason.NO_ZONE);

  private final Quote quote;

  StaticFeed(Optional<Zone> zone) {
    quote = zone.<Quote>map(StaticFeed::price).orElse(NO_ZONE);
  }

  private static Quote.Price price(Zone zone) {
    YearlyTable.Row row = YearlyTable.load().nearest(zone);
    return new Quote.Price(
        row.intensity(),
        zone.code(),
        feed(zone, row.zone()),
        Signal.AVERAGE,
        Basis.LIFECYCLE,
        Tier.STATIC);
  }

  private static String feed(Zone asked, Zone found) {
    return asked.equals(found) ? FeedName.STATIC.toString() : FeedName.STATIC + ":" + found;
  }

  @Override
  public Quote at(Instant bucket) {
    return quote;
  }
}
