package io.joulebook.collector.grid;

/**
 * The row of the yearly table that prices a zone's energy.
 *
 * @param zone the zone asked for
 * @param row the zone whose row it is: itself, its country or the world
 * @param year the year it is of
 * @param intensity the average of that year
 * @param table the release of the table
 */
public record YearlyFactor(Zone zone, Zone row, int year, GridIntensity intensity, String table) {
  /** That of a zone. */
  public static YearlyFactor of(Zone zone) {
    YearlyTable.Row row = YearlyTable.load().nearest(zone);
    return new YearlyFactor(zone, row.zone(), row.year(), row.intensity(), YearlyTable.RELEASE);
  }
}
