package io.joulebook.collector.metrics;

import io.prometheus.metrics.config.EscapingScheme;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.OpenMetricsTextFormatWriter;
import io.prometheus.metrics.expositionformats.PrometheusProtobufWriter;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/** Writes out all series in the format that a scraper prefers. Safe for use by several threads. */
public final class Exposition {
  private static final Format TEXT =
      new Format(MediaType.TEXT, PrometheusTextFormatWriter.create());

  private final PrometheusRegistry registry;
  private final List<Format> byPreference;

  /** A form of the metrics and who writes it. */
  private record Format(MediaType type, ExpositionFormatWriter writer) {}

  Exposition(PrometheusRegistry registry, Histograms form) {
    this.registry = registry;
    byPreference = formats(form);
  }

  /**
   * The protobuf format is for native histograms: without them text says the same, and the protobuf
   * classes, two megabytes of them, stay unloaded.
   */
  private static List<Format> formats(Histograms form) {
    Format openMetrics = new Format(MediaType.OPEN_METRICS, OpenMetricsTextFormatWriter.create());
    if (form == Histograms.CLASSIC) {
      return List.of(openMetrics, TEXT);
    }
    ExpositionFormatWriter protobuf = new PrometheusProtobufWriter();
    return protobuf.isAvailable()
        ? List.of(new Format(MediaType.PROTOBUF, protobuf), openMetrics, TEXT)
        : List.of(openMetrics, TEXT);
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
    for (Format format : byPreference) {
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
