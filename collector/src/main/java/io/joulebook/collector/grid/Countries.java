package io.joulebook.collector.grid;

import java.util.Locale;
import java.util.Set;

/** The country codes of ISO 3166-1 alpha-2, and XK, which the grid feeds use for Kosovo. */
final class Countries {
  private static final Set<String> CODES = Set.of(Locale.getISOCountries());
  private static final String KOSOVO = "XK";

  private Countries() {}

  static boolean has(String code) {
    return CODES.contains(code) || code.equals(KOSOVO);
  }
}
