package io.joulebook.collector.grid;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** In which country each region of a public cloud lies, as its provider says. */
final class CloudRegions {
  private static final String RESOURCE = "cloud-regions.csv";

  private final Map<String, Zone> countries;

  private CloudRegions(Map<String, Zone> countries) {
    this.countries = countries;
  }

  /** Reads the table; it is not kept, since it is asked only while the collector is set up. */
  static CloudRegions load() {
    Map<String, Zone> countries = new LinkedHashMap<>();
    Rows.of(RESOURCE).forEach(row -> countries.put(row[0] + "/" + row[1], new Zone(row[2])));
    return new CloudRegions(countries);
  }

  /** The regions of that name, of whichever providers, as {@code aws/eu-west-1}. */
  List<String> named(String region) {
    return countries.keySet().stream().filter(each -> each.endsWith("/" + region)).toList();
  }

  Map<String, Zone> countries() {
    return countries;
  }

  /**
   * The country of a region.
   *
   * @param region provider and region, e.g. {@code aws/eu-west-1}
   * @throws IllegalArgumentException if the region is not known; the message says which are
   */
  Zone zoneOf(String region) {
    Zone zone = countries.get(region);
    if (zone == null) {
      throw new IllegalArgumentException(
          "'cloud:" + region + "' is not a known cloud region; known are " + known(region));
    }
    return zone;
  }

  /** The regions of the provider named, if it is one, else the providers. */
  private String known(String region) {
    String provider = region.substring(0, region.indexOf('/') + 1);
    List<String> regions = provider.isEmpty() ? List.of() : startingWith(provider);
    return regions.isEmpty() ? providers() : String.join(", ", regions);
  }

  private List<String> startingWith(String provider) {
    return countries.keySet().stream().filter(region -> region.startsWith(provider)).toList();
  }

  private String providers() {
    return countries.keySet().stream()
        .map(region -> region.substring(0, region.indexOf('/')))
        .distinct()
        .collect(Collectors.joining(", ", "the regions of ", ""));
  }
}
