package io.joulebook.collector.metrics;

import java.util.Arrays;
import java.util.stream.Collectors;

/** In which form histograms are kept and exposed. */
public enum Histograms {
  /** Fixed buckets, which every Prometheus reads; exact sums. */
  CLASSIC("classic"),
  /** Prometheus native histograms; only the protobuf format carries them. */
  NATIVE("native"),
  /** Both forms at once. */
  BOTH("both");

  private final String key;

  Histograms(String key) {
    this.key = key;
  }

  /**
   * The form that a configuration value names.
   *
   * @throws IllegalArgumentException if it names none; the message says which there are
   */
  public static Histograms parse(String text) {
    return Arrays.stream(values())
        .filter(form -> form.key.equals(text))
        .findFirst()
        .orElseThrow(() -> refused(text));
  }

  private static IllegalArgumentException refused(String text) {
    String allowed = Arrays.stream(values()).map(f -> f.key).collect(Collectors.joining(", "));
    return new IllegalArgumentException(
        "'" + text + "' is not a form of histogram; allowed are: " + allowed);
  }
}
