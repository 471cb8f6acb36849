package io.joulebook.collector.metrics;

import io.prometheus.metrics.model.snapshots.Exemplar;
import io.prometheus.metrics.model.snapshots.Labels;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Traces that are named as examples of a value. */
final class Exemplars {
  /** OpenMetrics 1.0, "Exemplars": names and values of the labels together, in characters. */
  private static final int LONGEST = 128;

  private Exemplars() {}

  /** The example that a trace is; null if its id is too long for the format. */
  static @Nullable Exemplar of(double value, String traceId, Instant at) {
    return traceId.length() + Exemplar.TRACE_ID.length() > LONGEST
        ? null
        : new Exemplar(value, Labels.of(Exemplar.TRACE_ID, traceId), at.toEpochMilli());
  }
}
