package io.joulebook.collector.grid;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Yearly average intensities by zone, from Ember's yearly electricity data (CC-BY-4.0; the
 * attribution stands in the table's file): average signal, lifecycle factors, generation based.
 */
final class YearlyTable {
  private static final String RESOURCE = "grid-intensity-yearly.csv";

  /** As its source calls it. */
  static final String RELEASE = "Ember yearly electricity data, release of 2025";

  private static final int MOST_SUGGESTIONS = 3;
  private static final int SHORTEST_NAME = 3;

  private final Map<Zone, Row> rows;

  /** What the table says of a zone. */
  record Row(Zone zone, String name, int year, GridIntensity intensity) {
    static Row of(String[] columns) {
      return new Row(
          new Zone(columns[0]),
          columns[1],
          Integer.parseInt(columns[2]),
          GridIntensity.parse(columns[3]));
    }
  }

  private YearlyTable(Map<Zone, Row> rows) {
    this.rows = rows;
  }

  /** Reads the table; it is not kept, since it is asked only while the collector is set up. */
  static YearlyTable load() {
    Map<Zone, Row> rows = new LinkedHashMap<>();
    Rows.of(RESOURCE).stream().map(Row::of).forEach(row -> rows.put(row.zone, row));
    return new YearlyTable(rows);
  }

  List<Row> rows() {
    return List.copyOf(rows.values());
  }

  boolean has(Zone zone) {
    return rows.containsKey(zone);
  }

  /** The zone's own row, else its country's, else the world's. */
  Row nearest(Zone zone) {
    return row(zone).or(() -> row(zone.country())).or(() -> row(Zone.WORLD)).orElseThrow();
  }

  private Optional<Row> row(Zone zone) {
    return Optional.ofNullable(rows.get(zone));
  }

  /** A clause that names zones with a code or a name like this text; empty if none is. */
  String near(String text) {
    String suggestions =
        rows.values().stream()
            .filter(row -> isNear(row, text.toUpperCase(Locale.ROOT)))
            .limit(MOST_SUGGESTIONS)
            .map(row -> row.zone + " (" + row.name + ")")
            .collect(Collectors.joining(", "));
    return suggestions.isEmpty() ? "" : "; did you mean " + suggestions + "?";
  }

  private static boolean isNear(Row row, String text) {
    String name = row.name.toUpperCase(Locale.ROOT);
    return row.zone.code().equals(text)
        || (text.length() >= SHORTEST_NAME
            && (name.startsWith(text) || text.startsWith(row.zone.code() + "-")));
  }
}
