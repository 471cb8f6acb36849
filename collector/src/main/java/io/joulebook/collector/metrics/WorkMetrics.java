package io.joulebook.collector.metrics;

import io.joulebook.collector.CallKey;
import io.joulebook.collector.Joules;
import io.joulebook.collector.Receipt;
import org.jspecify.annotations.Nullable;

/**
 * What calls of one model, engine and operation worked on, of those whose energy has one source: so
 * that energy can be divided by the work that it was used for.
 */
final class WorkMetrics {
  private final CallKey key;
  private final String source;
  private final ExactCounter items;
  private @Nullable ExactCounter inputTokens;
  private @Nullable ExactCounter outputTokens;
  private @Nullable Phases phases;

  /** Energy until the first piece of an answer, and from then on. */
  private record Phases(ExactCounter prefill, ExactCounter decode) {}

  WorkMetrics(CallKey key, String source) {
    this.key = key;
    this.source = source;
    items = new ExactCounter(Catalogue.ITEMS, key.model(), key.engine(), key.operation(), source);
  }

  void enter(Receipt receipt) {
    items.add(receipt.items().orElse(0));
    if (receipt.inputTokens().isPresent()) {
      inputTokens = inputTokens != null ? inputTokens : tokens("input");
      inputTokens.add(receipt.inputTokens().getAsLong());
    }
    if (receipt.outputTokens().isPresent()) {
      outputTokens = outputTokens != null ? outputTokens : tokens("output");
      outputTokens.add(receipt.outputTokens().getAsLong());
    }
    receipt
        .energyUntilFirstToken()
        .ifPresent(prefill -> enterPhases(receipt.energy().orElse(Joules.ZERO), prefill));
  }

  private void enterPhases(Joules all, Joules prefill) {
    if (phases == null) {
      phases = new Phases(phase("prefill"), phase("decode"));
    }
    phases.prefill.add(prefill.micros());
    phases.decode.add(all.micros() - prefill.micros());
  }

  private ExactCounter phase(String phase) {
    return new ExactCounter(
        Catalogue.PHASE_ENERGY, key.model(), key.engine(), key.operation(), phase, source);
  }

  private ExactCounter tokens(String direction) {
    return new ExactCounter(
        Catalogue.TOKENS, key.model(), key.engine(), key.operation(), direction, source);
  }

  void writeTo(SnapshotBuilder snapshots) {
    items.writeTo(snapshots);
    if (inputTokens != null) {
      inputTokens.writeTo(snapshots);
    }
    if (outputTokens != null) {
      outputTokens.writeTo(snapshots);
    }
    if (phases != null) {
      phases.prefill.writeTo(snapshots);
      phases.decode.writeTo(snapshots);
    }
  }
}
