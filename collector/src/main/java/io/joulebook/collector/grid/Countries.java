package io.joulebook.collector.grid;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The country codes of ISO 3166-1 alpha-2, and XK, which the grid feeds use for Kosovo. */
final class Countries {
  private static final Set<String> CODES = Set.of(Locale.getISOCountries());
  private static final Map<String, String> MISNOMERS = Map.of("UK", "GB", "EL", "GR");
  private static final String KOSOVO = "XK";

  private Countries() {}

  /** The code that may be meant by another of the same country, such as UK, GBR or de. */
  static Optional<String> meant(String text) {
    String code = text.toUpperCase(Locale.ROOT);
    if (MISNOMERS.containsKey(code)) {
      return Optional.ofNullable(MISNOMERS.get(code));
    }
    return has(code)
        ? Optional.of(code)
        : CODES.stream()
            .filter(two -> code.length() == 3 && new Locale("", two).getISO3Country().equals(code))
            .findFirst();
  }

  static boolean has(String code) {
    return CODES.contains(code) || code.equals(KOSOVO);
  }
}
