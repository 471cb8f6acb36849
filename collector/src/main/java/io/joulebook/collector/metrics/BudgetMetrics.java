package io.joulebook.collector.metrics;

import io.joulebook.collector.Receipt;
import io.joulebook.collector.RuleStatus;
import io.joulebook.collector.Source;
import io.joulebook.collector.budget.Budget;
import io.joulebook.collector.budget.DailyEnergy;
import io.joulebook.collector.budget.Judge;
import io.joulebook.collector.budget.Limit;
import io.joulebook.collector.budget.Verdict;
import io.joulebook.collector.budget.Verdict.Unjudged;
import java.time.Instant;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** The series of one budget. They go on when it is configured anew under the same name. */
final class BudgetMetrics {
  private final Map<String, VerdictMetrics> verdicts = new LinkedHashMap<>();
  private final Map<Unjudged, ExactCounter> unjudged = new EnumMap<>(Unjudged.class);
  private final Map<Source, ExactCounter> energy = new EnumMap<>(Source.class);
  private final DailyEnergy day = new DailyEnergy();
  private Budget budget;
  private boolean matched;

  BudgetMetrics(Budget budget) {
    this.budget = budget;
  }

  /** Calls of this source may come: their verdicts start at 0, so that no rate misses the first. */
  void expect(String source) {
    verdictsOf(source);
  }

  private VerdictMetrics verdictsOf(String source) {
    return verdicts.computeIfAbsent(source, s -> new VerdictMetrics(budget.name(), s));
  }

  /** Another limit, objective or watch under the same name. */
  void configure(Budget changed) {
    matched &= budget.watched().equals(changed.watched());
    budget = changed;
  }

  /** Whether it has watched any call since it was put in force. */
  RuleStatus status() {
    return new RuleStatus("budget", budget.name(), budget.watched(), matched);
  }

  boolean is(String name) {
    return budget.name().equals(name);
  }

  Budget budget() {
    return budget;
  }

  /** Enters a call that it watches and that is settled now. */
  Verdict enter(Receipt receipt, Judge judge, Instant now) {
    matched = true;
    receipt
        .charges()
        .forEach(charge -> energyOf(charge.device().source()).add(charge.total().micros()));
    day.enter(receipt, now);
    Verdict verdict = judge.judge(budget.limit(), receipt, day.total(now));
    if (verdict instanceof Unjudged why) {
      unjudged.computeIfAbsent(why, this::newUnjudged).add(receipt.calls());
    } else {
      verdictsOf(Sources.of(receipt)).enter(verdict, receipt, now);
    }
    return verdict;
  }

  private ExactCounter energyOf(Source source) {
    return energy.computeIfAbsent(
        source, s -> new ExactCounter(BudgetCatalogue.ENERGY, budget.name(), s.label()));
  }

  private ExactCounter newUnjudged(Unjudged why) {
    return new ExactCounter(BudgetCatalogue.UNJUDGED, budget.name(), why.label());
  }

  void writeTo(SnapshotBuilder snapshots, Instant now) {
    writeLimit(snapshots, now);
    verdicts.values().forEach(each -> each.writeTo(snapshots));
    unjudged.values().forEach(amount -> amount.writeTo(snapshots));
    energy.values().forEach(amount -> amount.writeTo(snapshots));
    budget
        .objective()
        .ifPresent(
            part -> put(snapshots, BudgetCatalogue.OBJECTIVE, part.millionths(), budget.name()));
  }

  private void writeLimit(SnapshotBuilder snapshots, Instant now) {
    Limit limit = budget.limit();
    if (limit instanceof Limit.JoulesPerCall perCall) {
      putLimit(snapshots, BudgetCatalogue.LIMIT_JOULES, perCall.most().micros(), "call");
    } else if (limit instanceof Limit.JoulesPerOutputToken perToken) {
      putLimit(snapshots, BudgetCatalogue.LIMIT_JOULES, perToken.most().micros(), "output_token");
    } else if (limit instanceof Limit.GramsPerCall perCall) {
      putLimit(snapshots, BudgetCatalogue.LIMIT_GRAMS, perCall.most().nanos(), "call");
    } else if (limit instanceof Limit.JoulesPerDay perDay) {
      putLimit(snapshots, BudgetCatalogue.LIMIT_JOULES, perDay.most().micros(), "day");
      day.today(now)
          .forEach(
              (source, micros) ->
                  put(snapshots, BudgetCatalogue.DAY, micros, budget.name(), source.label()));
    }
  }

  private void putLimit(SnapshotBuilder snapshots, Metric metric, long kept, String per) {
    put(snapshots, metric, kept, budget.name(), per);
  }

  private static void put(SnapshotBuilder snapshots, Metric metric, long kept, String... labels) {
    snapshots.put(metric, metric.label(labels), kept);
  }
}
