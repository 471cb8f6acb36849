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
  private static final ExpositionFormatWriter TEXT = PrometheusTextFormatWriter.create();

  private final PrometheusRegistry registry;
  private final List<ExpositionFormatWriter> byPreference;

  Exposition(PrometheusRegistry registry, Histograms form) {
    this.registry = registry;
    byPreference = writers(form);
  }

  /**
   * The protobuf format is for native histograms: without them text says the same, and the protobuf
   * classes, two megabytes of them, stay unloaded.
   */
  private static List<ExpositionFormatWriter> writers(Histograms form) {
    ExpositionFormatWriter openMetrics = OpenMetricsTextFormatWriter.create();
    if (form == Histograms.CLASSIC) {
      return List.of(openMetrics);
    }
    ExpositionFormatWriter protobuf = new PrometheusProtobufWriter();
    return protobuf.isAvailable() ? List.of(protobuf, openMetrics) : List.of(openMetrics);
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
    ExpositionFormatWriter writer =
        byPreference.stream().filter(w -> w.accepts(accept)).findFirst().orElse(TEXT);
    writer.write(to, registry.scrape(), EscapingScheme.UNDERSCORE_ESCAPING);
    return writer.getContentType();
  }
}
