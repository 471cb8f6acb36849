package io.joulebook.benchmarks.device;

import java.util.Locale;
import java.util.Map;

/**
 * One figure of a card, or why it could not be had.
 *
 * @param text the figure in words
 * @param values the same as numbers, with the unit in each name
 */
record Row(Figure figure, String text, Map<String, Object> values) {
  private static final String WHY = "notMeasured";
  private static final String UUIDS = "\\b(GPU|MIG)-[0-9a-fA-F]{4,}[-/0-9a-fA-F]*";

  static Row measured(Figure figure, Map<String, Object> values, String text) {
    return new Row(figure, text, values);
  }

  static Row missing(Figure figure, String why) {
    String clean = why.replaceAll(UUIDS, "$1-…");
    return new Row(figure, "not measured: " + clean, Map.of(WHY, clean));
  }

  boolean isMeasured() {
    return !values.containsKey(WHY);
  }

  /** A number for people and for programs: to four digits. */
  static double round(double value) {
    return value == 0 || !Double.isFinite(value)
        ? 0
        : Double.parseDouble(String.format(Locale.ROOT, "%.3e", value));
  }
}
