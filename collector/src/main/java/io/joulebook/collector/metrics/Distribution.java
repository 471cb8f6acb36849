package io.joulebook.collector.metrics;

import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.Exemplar;
import io.prometheus.metrics.model.snapshots.Exemplars;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import java.time.Instant;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.DoubleStream;
import org.jspecify.annotations.Nullable;

/**
 * One series of a histogram with fixed buckets. The client's own would do but for two things: its
 * sum is a double, and its exemplars need a thread of the client's. Here the sum is exact, so that
 * it equals the counters beside it, and each bucket keeps the latest trace that fell into it.
 */
final class Distribution {
  private final Unit unit;
  private final Labels labels;
  private final double[] bounds;
  private final long[] keptBounds;
  private final long[] counts;
  private final @Nullable Exemplar[] exemplars;
  private long sum;

  Distribution(Metric metric, double[] finiteBounds, String... labelValues) {
    unit = metric.unit();
    labels = metric.label(labelValues);
    bounds =
        DoubleStream.concat(
                DoubleStream.of(finiteBounds), DoubleStream.of(Double.POSITIVE_INFINITY))
            .toArray();
    keptBounds = DoubleStream.of(finiteBounds).mapToLong(unit::toKept).toArray();
    counts = new long[bounds.length];
    exemplars = new @Nullable Exemplar[bounds.length];
  }

  /**
   * Adds an observation.
   *
   * @param kept the observed amount, as its metric's {@link Unit} keeps it
   * @param traceId the trace to name as an example of such an amount
   * @param at when it was observed, by the wall clock
   */
  void observe(long kept, Optional<String> traceId, Instant at) {
    int bucket = bucketOf(kept);
    sum = Math.addExact(sum, kept);
    counts[bucket]++;
    if (traceId.isPresent()) {
      Exemplar example =
          io.joulebook.collector.metrics.Exemplars.of(unit.fromKept(kept), traceId.get(), at);
      exemplars[bucket] = example == null ? exemplars[bucket] : example;
    }
  }

  /**
   * Adds several observations of which only the sum is known, as if they were equal.
   *
   * @param added the sum of the observed amounts
   * @param count how many they are; at least 0
   */
  void observeAll(long added, long count) {
    sum = Math.addExact(sum, added);
    if (count > 0) {
      counts[bucketOf(added / count)] += count;
    }
  }

  /** The first bucket whose upper bound is not below the amount. */
  private int bucketOf(long kept) {
    int found = Arrays.binarySearch(keptBounds, kept);
    return found >= 0 ? found : -found - 1;
  }

  HistogramDataPointSnapshot snapshot() {
    return new HistogramDataPointSnapshot(
        ClassicHistogramBuckets.of(bounds, counts), unit.fromKept(sum), labels, examples(), 0);
  }

  private Exemplars examples() {
    return Exemplars.of(Arrays.stream(exemplars).filter(Objects::nonNull).toList());
  }
}
