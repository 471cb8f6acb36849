package io.joulebook.collector.metrics;

import io.joulebook.collector.Receipt;
import io.joulebook.collector.RuleStatus;
import io.joulebook.collector.Source;
import io.joulebook.collector.budget.Budget;
import io.joulebook.collector.budget.Judge;
import io.joulebook.collector.budget.OverBudgetLog;
import io.joulebook.collector.budget.Verdict;
import io.joulebook.collector.carbon.Pricing;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The budgets in force, and the verdicts on the calls that they watch. */
final class AllBudgetMetrics {
  private static final int REMEMBERED = 1_000;

  private final Judge judge;
  private final OverBudgetLog log = new OverBudgetLog();
  private final Map<String, BudgetMetrics> known = new LinkedHashMap<>();
  private final Set<Source> expected = EnumSet.noneOf(Source.class);
  private List<BudgetMetrics> series = List.of();
  private Optional<Boolean> lastReadSucceeded = Optional.empty();

  AllBudgetMetrics(Pricing pricing) {
    judge = new Judge(pricing);
  }

  /** Puts these in force; those of a name that was in force before go on counting. */
  void configure(List<Budget> budgets) {
    List<BudgetMetrics> next = new ArrayList<>();
    for (Budget budget : budgets) {
      next.add(known(budget));
    }
    series = next;
    expected.forEach(this::expect);
  }

  /** Notes that there is energy of this source. */
  void met(Source source) {
    if (expected.add(source)) {
      expect(source);
    }
  }

  private void expect(Source source) {
    series.forEach(each -> each.expect(source.label()));
  }

  // A name that was gone for a while goes on counting too.
  private BudgetMetrics known(Budget budget) {
    if (known.size() >= REMEMBERED) {
      known.keySet().removeIf(name -> series.stream().noneMatch(s -> s.is(name)));
    }
    BudgetMetrics found = known.computeIfAbsent(budget.name(), name -> new BudgetMetrics(budget));
    found.configure(budget);
    return found;
  }

  /** Notes whether the configuration could be used when it was last read. */
  void read(boolean successfully) {
    lastReadSucceeded = Optional.of(successfully);
  }

  /**
   * Enters a call that is settled now.
   *
   * @return lines for the log
   */
  List<String> enter(Receipt receipt, Instant now) {
    List<String> lines = new ArrayList<>(0);
    for (BudgetMetrics each : series) {
      if (each.budget().watches(receipt)
          && each.enter(receipt, judge, now) instanceof Verdict.Over over) {
        log.line(each.budget(), receipt, over, now).ifPresent(lines::add);
      }
    }
    return lines;
  }

  /** The budgets in force, and whether each has watched any call. */
  List<RuleStatus> status() {
    return series.stream().map(BudgetMetrics::status).toList();
  }

  void writeTo(SnapshotBuilder snapshots, Instant now) {
    series.forEach(each -> each.writeTo(snapshots, now));
    lastReadSucceeded.ifPresent(
        ok ->
            snapshots.put(BudgetCatalogue.RELOADED, BudgetCatalogue.RELOADED.label(), ok ? 1 : 0));
  }
}
