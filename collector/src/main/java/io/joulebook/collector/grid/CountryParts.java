package io.joulebook.collector.grid;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The parts of countries that grid feeds have a name for. */
final class CountryParts {
  private static final String RESOURCE = "country-parts.csv";
  private static final int MOST_SUGGESTIONS = 3;
  private static final int SHORTEST_PART = 3;

  private final Map<String, List<String>> parts;

  private CountryParts(Map<String, List<String>> parts) {
    this.parts = parts;
  }

  /** Reads the table; it is not kept, since it is asked only while the collector is set up. */
  static CountryParts load() {
    Map<String, List<String>> parts = new HashMap<>();
    Rows.of(RESOURCE).forEach(row -> parts.put(row[0], List.of(row[1].split(" ", -1))));
    return new CountryParts(parts);
  }

  boolean has(String code) {
    return all().anyMatch(code::equals);
  }

  private Stream<String> all() {
    return parts.entrySet().stream()
        .flatMap(country -> country.getValue().stream().map(part -> country.getKey() + "-" + part));
  }

  /** The zones that may be meant: those of the same letters, else those that end or begin alike. */
  List<String> near(String code) {
    List<String> same = all().filter(code::equalsIgnoreCase).toList();
    return same.isEmpty()
        ? all()
            .filter(zone -> zone.endsWith("-" + lastPart(code)) || zone.startsWith(code))
            .filter(zone -> lastPart(code).length() >= SHORTEST_PART || code.contains("-"))
            .sorted()
            .limit(MOST_SUGGESTIONS)
            .toList()
        : same;
  }

  private static String lastPart(String code) {
    return code.substring(code.lastIndexOf('-') + 1);
  }
}
