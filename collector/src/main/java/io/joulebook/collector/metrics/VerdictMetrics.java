package io.joulebook.collector.metrics;

import io.joulebook.collector.Receipt;
import io.joulebook.collector.budget.Verdict;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Exemplar;
import io.prometheus.metrics.model.snapshots.Labels;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** How many calls of one source a budget has found within, and how many over. */
final class VerdictMetrics {
  private final ExactCounter within;
  private final ExactCounter over;
  private final Labels overLabels;
  private @Nullable Exemplar lastOver;

  VerdictMetrics(String budget, String source) {
    within = new ExactCounter(BudgetCatalogue.CALLS, budget, "within", source);
    over = new ExactCounter(BudgetCatalogue.CALLS, budget, "over", source);
    overLabels = BudgetCatalogue.CALLS.label(budget, "over", source);
  }

  /** Counts a call that was judged, or those that were counted with it. */
  void enter(Verdict verdict, Receipt receipt, Instant now) {
    if (verdict instanceof Verdict.Over) {
      over.add(receipt.calls());
      Exemplar example = receipt.traceId().map(id -> Exemplars.of(1, id, now)).orElse(null);
      lastOver = example == null ? lastOver : example;
    } else {
      within.add(receipt.calls());
    }
  }

  void writeTo(SnapshotBuilder snapshots) {
    within.writeTo(snapshots);
    snapshots.put(
        BudgetCatalogue.CALLS, new CounterDataPointSnapshot(over.kept(), overLabels, lastOver, 0));
  }
}
