package io.joulebook.collector.metrics;

import io.joulebook.collector.budget.Verdict;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Exemplar;
import io.prometheus.metrics.model.snapshots.Labels;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How many calls of one source a budget has found within, and how many over. */
final class Verdicts {
  private final Amount within;
  private final Amount over;
  private final Labels overLabels;
  private @Nullable Exemplar lastOver;

  Verdicts(String budget, String source) {
    within = new Amount(BudgetCatalogue.CALLS, budget, "within", source);
    over = new Amount(BudgetCatalogue.CALLS, budget, "over", source);
    overLabels = BudgetCatalogue.CALLS.label(budget, "over", source);
  }

  /** Counts one that was judged. */
  void enter(Verdict verdict, Optional<String> trace, Instant now) {
    if (verdict instanceof Verdict.Over) {
      over.add(1);
      Exemplar example = trace.map(id -> Examples.of(1, id, now)).orElse(null);
      lastOver = example == null ? lastOver : example;
    } else {
      within.add(1);
    }
  }

  void writeTo(Sheet sheet) {
    within.writeTo(sheet);
    sheet.put(
        BudgetCatalogue.CALLS, new CounterDataPointSnapshot(over.kept(), overLabels, lastOver, 0));
  }
}
