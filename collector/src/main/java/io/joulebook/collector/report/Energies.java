package io.joulebook.collector.report;

import io.joulebook.collector.Joules;
import io.joulebook.collector.Source;
import io.joulebook.collector.carbon.BucketSplit;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * Energy by source and five minutes of use. Grams are exact sums over it, so that it does not
 * matter whether each charge is priced or, as here, all energy of five minutes at once.
 */
final class Energies {
  private final Map<Source, TreeMap<Instant, Long>> bySource = new EnumMap<>(Source.class);

  /** Receives what is in it. */
  @FunctionalInterface
  interface Sink {
    /** Takes the energy of a source in five minutes, in microjoules. */
    void take(Source source, Instant bucket, long micros);
  }

  void add(Source source, Joules energy, Instant from, Instant to) {
    TreeMap<Instant, Long> buckets = bySource.computeIfAbsent(source, s -> new TreeMap<>());
    BucketSplit.split(
        energy.micros(),
        from,
        to,
        (bucket, micros) -> buckets.merge(bucket, micros, Math::addExact));
  }

  void each(Sink sink) {
    bySource.forEach(
        (source, buckets) ->
            buckets.forEach((bucket, micros) -> sink.take(source, bucket, micros)));
  }

  Map<Source, Joules> sums() {
    Map<Source, Joules> sums = new EnumMap<>(Source.class);
    each((source, bucket, micros) -> sums.merge(source, Joules.ofMicros(micros), Joules::plus));
    return sums;
  }

  Joules total() {
    return sums().values().stream().reduce(Joules.ZERO, Joules::plus);
  }
}
