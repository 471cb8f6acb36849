package io.joulebook.collector.metrics;

import io.prometheus.metrics.config.EscapingScheme;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.OpenMetricsTextFormatWriter;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/** Writes out all series in the format that a scraper prefers. Safe for use by several threads. */
public final class Exposition {
  private static final Format TEXT =
      new Format(MediaType.TEXT, PrometheusTextFormatWriter.create());

  private static final List<Format> BY_PREFERENCE =
      List.of(new Format(MediaType.OPEN_METRICS, OpenMetricsTextFormatWriter.create()), TEXT);

  private final PrometheusRegistry registry;

  /** A form of the metrics and who writes it. */
  private record Format(MediaType type, ExpositionFormatWriter writer) {}

  Exposition(PrometheusRegistry registry) {
    this.registry = registry;
  }

  /**
   * Writes all series as they stand now.
   *
   * @param accept the scraper's {@code Accept} header; empty if it sent none
   * @param to what to write to
   * @return the media type of what was written
   * @throws IOException if {@code to} cannot be written to
   */
  public String write(String accept, OutputStream to) throws IOException {
    ExpositionFormatWriter writer = preferred(accept).writer;
    writer.write(to, registry.scrape(), EscapingScheme.UNDERSCORE_ESCAPING);
    return writer.getContentType();
  }

  // Who names no form, such as a browser, gets text.
  private Format preferred(String accept) {
    List<QualityValues.Item> items = QualityValues.parse(accept).items();
    Format best = TEXT;
    MediaType.Wish most = TEXT.type.wish(items);
    for (Format format : BY_PREFERENCE) {
      MediaType.Wish wish = format.type.wish(items);
      boolean more = wish.quality() > most.quality();
      boolean first = wish.quality() == most.quality() && wish.isNamed() && best.equals(TEXT);
      if (wish.quality() > 0 && (more || first)) {
        best = format;
        most = wish;
      }
    }
    return best;
  }
}
