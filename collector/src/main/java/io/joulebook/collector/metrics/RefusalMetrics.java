package io.joulebook.collector.metrics;

import io.joulebook.collector.usage.Refusal;
import java.util.LinkedHashMap;
import java.util.Map;

/** The entries that were refused, counted. */
final class RefusalMetrics {
  private final Map<String, Map<Refusal, ExactCounter>> refused = new LinkedHashMap<>();

  void count(String entry, Refusal refusal) {
    refused
        .computeIfAbsent(entry, e -> new LinkedHashMap<>())
        .computeIfAbsent(
            refusal, r -> new ExactCounter(Catalogue.ENTRIES_REFUSED, entry, r.label()))
        .add(1);
  }

  void writeTo(SnapshotBuilder snapshots) {
    refused.values().stream()
        .flatMap(reasons -> reasons.values().stream())
        .forEach(amount -> amount.writeTo(snapshots));
  }
}
