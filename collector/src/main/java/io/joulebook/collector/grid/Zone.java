package io.joulebook.collector.grid;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A part of the world whose grid has one carbon intensity: a country such as {@code DE}, a part of
 * one such as {@code US-CAL-CISO}, or a group such as {@code EU} or {@code WORLD}.
 *
 * @param code its code, as the grid feeds and the metric label {@code zone} spell it; two zones of
 *     one code are equal
 * @param standsIn whether it was named for a place in it, such as a region of a public cloud, whose
 *     own grid is not known
 */
public record Zone(String code, boolean standsIn) {
  private static final String CLOUD = "cloud:";
  private static final Pattern PART_OF_COUNTRY = Pattern.compile("[A-Z]{2}(-[A-Z0-9]+)+");

  /** The zone of that code, for itself. */
  public Zone(String code) {
    this(code, false);
  }

  /** Every zone there is, taken together. */
  static final Zone WORLD = new Zone("WORLD");

  /**
   * The zone that a text names: a code, or the region of a public cloud as {@code
   * cloud:aws/eu-west-1}, which stands for the country it lies in.
   *
   * @throws IllegalArgumentException if no such zone is known; the message suggests near ones
   */
  public static Zone parse(String text) {
    if (text.startsWith(CLOUD)) {
      return new Zone(CloudRegions.load().zoneOf(text.substring(CLOUD.length())).code, true);
    }
    Zone zone = new Zone(text);
    if (zone.isKnown()) {
      return zone;
    }
    throw new IllegalArgumentException(
        "'"
            + text
            + "' is not a known zone: an upper-case country code (DE), a part of a country"
            + " (US-CAL-CISO) or a cloud region (cloud:aws/eu-west-1) is"
            + meant(text));
  }

  /** Whether a public cloud has a region of that name. */
  public static boolean isCloudRegion(String name) {
    return !CloudRegions.load().named(name).isEmpty();
  }

  private boolean isKnown() {
    return YearlyTable.load().has(this) || Countries.has(code) || CountryParts.load().has(code);
  }

  /** A clause that names what may be meant, the likeliest first; empty if nothing is like it. */
  private static String meant(String text) {
    String name = text.toLowerCase(Locale.ROOT).replaceFirst("^.*[:/]", "");
    List<String> regions = CloudRegions.load().named(name);
    if (!regions.isEmpty()) {
      return suggestion(regions.stream().map(region -> CLOUD + region).toList());
    }
    List<String> parts = CountryParts.load().near(text.toUpperCase(Locale.ROOT).replace('_', '-'));
    if (!parts.isEmpty()) {
      return suggestion(parts);
    }
    String country = text.split("-", -1)[0];
    return Countries.meant(text.length() > 3 ? country : text)
        .filter(code -> !YearlyTable.load().near(text).contains(code + " ("))
        .map(code -> suggestion(List.of(code)))
        .orElseGet(() -> YearlyTable.load().near(text));
  }

  private static String suggestion(List<String> zones) {
    return "; did you mean " + String.join(", ", zones) + "?";
  }

  /** The country that this zone is a part of, or the zone itself. */
  Zone country() {
    return PART_OF_COUNTRY.matcher(code).matches() ? new Zone(code.substring(0, 2)) : this;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Zone zone && zone.code.equals(code);
  }

  @Override
  public int hashCode() {
    return code.hashCode();
  }

  @Override
  public String toString() {
    return code;
  }
}
