package io.joulebook.collector.metrics;

import java.util.LinkedHashMap;
import java.util.Map;

/** The entries that were refused, counted. */
final class RefusalBook {
  private final Map<String, Map<Refusal, Amount>> refused = new LinkedHashMap<>();

  void count(String entry, Refusal refusal) {
    refused
        .computeIfAbsent(entry, e -> new LinkedHashMap<>())
        .computeIfAbsent(refusal, r -> new Amount(Catalogue.ENTRIES_REFUSED, entry, r.label()))
        .add(1);
  }

  void writeTo(Sheet sheet) {
    refused.values().stream()
        .flatMap(reasons -> reasons.values().stream())
        .forEach(amount -> amount.writeTo(sheet));
  }
}
