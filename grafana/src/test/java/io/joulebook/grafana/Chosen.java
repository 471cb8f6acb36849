package io.joulebook.grafana;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the viewer of a dashboard has chosen, put into its queries as Grafana does it.
 *
 * @param to the end of the time range
 * @param range its length
 * @param rateInterval the width of rates
 * @param interval the distance of two points
 * @param values what was chosen of variables; the others are All
 */
record Chosen(
    Instant to,
    Duration range,
    Duration rateInterval,
    Duration interval,
    Map<String, String> values) {
  private static final String ALL = ".*";
  private static final Pattern VARIABLE = Pattern.compile("\\$([a-zA-Z_]\\w*)");

  Chosen {
    values = Map.copyOf(values);
  }

  /** The same with one value of a variable chosen. */
  Chosen with(String variable, String value) {
    Map<String, String> more = new HashMap<>(values);
    more.put(variable, escaped(value));
    return new Chosen(to, range, rateInterval, interval, more);
  }

  // As Grafana does for a variable of which several values can be chosen.
  private static String escaped(String value) {
    return value.replaceAll("[\\\\$^*{}\\[\\]'+?.()|]", "\\\\\\\\$0");
  }

  /** A text of the dashboard with the variables' values in their places. */
  String in(String text) {
    return VARIABLE
        .matcher(text)
        .replaceAll(found -> Matcher.quoteReplacement(valueOf(found.group(1))));
  }

  private String valueOf(String variable) {
    return switch (variable) {
      case "__rate_interval" -> rateInterval.toSeconds() + "s";
      case "__range" -> range.toSeconds() + "s";
      case "__interval" -> interval.toSeconds() + "s";
      case "__interval_ms" -> String.valueOf(interval.toMillis());
      case "__from" -> String.valueOf(to.minus(range).toEpochMilli());
      default -> values.getOrDefault(variable, ALL);
    };
  }
}
