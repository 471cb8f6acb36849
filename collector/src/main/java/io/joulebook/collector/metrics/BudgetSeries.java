package io.joulebook.collector.metrics;

import io.joulebook.collector.Receipt;
import io.joulebook.collector.Source;
import io.joulebook.collector.budget.Budget;
import io.joulebook.collector.budget.DayBook;
import io.joulebook.collector.budget.Judge;
import io.joulebook.collector.budget.Limit;
import io.joulebook.collector.budget.Verdict;
import io.joulebook.collector.budget.Verdict.Unjudged;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Exemplar;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The series of one budget. They go on when it is configured anew under the same name. */
final class BudgetSeries {
  private final Amount within;
  private final Amount over;
  private final Map<Unjudged, Amount> unjudged = new EnumMap<>(Unjudged.class);
  private final Map<Source, Amount> energy = new EnumMap<>(Source.class);
  private final DayBook day = new DayBook();
  private Budget budget;
  private @Nullable Exemplar lastOver;

  BudgetSeries(Budget budget) {
    this.budget = budget;
    within = new Amount(BudgetCatalogue.CALLS, budget.name(), "within");
    over = new Amount(BudgetCatalogue.CALLS, budget.name(), "over");
  }

  /** Another limit, objective or watch under the same name. */
  void configure(Budget changed) {
    budget = changed;
  }

  boolean is(String name) {
    return budget.name().equals(name);
  }

  Budget budget() {
    return budget;
  }

  /** Enters a call that it watches and that is settled now. */
  Verdict enter(Receipt receipt, Judge judge, Instant now) {
    receipt
        .charges()
        .forEach(charge -> energyOf(charge.device().source()).add(charge.total().micros()));
    day.enter(receipt, now);
    Verdict verdict = judge.judge(budget.limit(), receipt, day.total(now));
    if (verdict instanceof Unjudged why) {
      unjudged.computeIfAbsent(why, this::newUnjudged).add(1);
    } else if (verdict instanceof Verdict.Over) {
      over.add(1);
      Exemplar example = receipt.traceId().map(id -> Examples.of(1, id, now)).orElse(null);
      lastOver = example == null ? lastOver : example;
    } else {
      within.add(1);
    }
    return verdict;
  }

  private Amount energyOf(Source source) {
    return energy.computeIfAbsent(
        source, s -> new Amount(BudgetCatalogue.ENERGY, budget.name(), s.label()));
  }

  private Amount newUnjudged(Unjudged why) {
    return new Amount(BudgetCatalogue.UNJUDGED, budget.name(), why.label());
  }

  void writeTo(Sheet sheet, Instant now) {
    writeLimit(sheet, now);
    within.writeTo(sheet);
    sheet.put(
        BudgetCatalogue.CALLS,
        new CounterDataPointSnapshot(
            over.kept(), BudgetCatalogue.CALLS.label(budget.name(), "over"), lastOver, 0));
    unjudged.values().forEach(amount -> amount.writeTo(sheet));
    energy.values().forEach(amount -> amount.writeTo(sheet));
    budget
        .objective()
        .ifPresent(part -> put(sheet, BudgetCatalogue.OBJECTIVE, part.millionths(), budget.name()));
  }

  private void writeLimit(Sheet sheet, Instant now) {
    Limit limit = budget.limit();
    if (limit instanceof Limit.JoulesPerCall perCall) {
      putLimit(sheet, BudgetCatalogue.LIMIT_JOULES, perCall.most().micros(), "call");
    } else if (limit instanceof Limit.JoulesPerOutputToken perToken) {
      putLimit(sheet, BudgetCatalogue.LIMIT_JOULES, perToken.most().micros(), "output_token");
    } else if (limit instanceof Limit.GramsPerCall perCall) {
      putLimit(sheet, BudgetCatalogue.LIMIT_GRAMS, perCall.most().nanos(), "call");
    } else if (limit instanceof Limit.JoulesPerDay perDay) {
      putLimit(sheet, BudgetCatalogue.LIMIT_JOULES, perDay.most().micros(), "day");
      day.today(now)
          .forEach(
              (source, micros) ->
                  put(sheet, BudgetCatalogue.DAY, micros, budget.name(), source.label()));
    }
  }

  private void putLimit(Sheet sheet, Metric metric, long kept, String per) {
    put(sheet, metric, kept, budget.name(), per);
  }

  private static void put(Sheet sheet, Metric metric, long kept, String... labels) {
    sheet.put(metric, metric.label(labels), kept);
  }
}
