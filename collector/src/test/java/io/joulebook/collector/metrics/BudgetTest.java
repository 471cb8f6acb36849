package io.joulebook.collector.metrics;

import static io.joulebook.collector.Entries.H100;
import static io.joulebook.collector.Entries.NOON;
import static io.joulebook.collector.Entries.PRETENDED;
import static io.joulebook.collector.Entries.call;
import static io.joulebook.collector.Entries.charge;
import static io.joulebook.collector.Entries.receipt;
import static io.joulebook.collector.Entries.routed;
import static io.joulebook.collector.Entries.statement;
import static io.joulebook.collector.Entries.traced;
import static org.assertj.core.api.Assertions.assertThat;

import io.joulebook.collector.Account;
import io.joulebook.collector.Glob;
import io.joulebook.collector.Joules;
import io.joulebook.collector.Receipt;
import io.joulebook.collector.Statement;
import io.joulebook.collector.budget.Budget;
import io.joulebook.collector.budget.Budgets;
import io.joulebook.collector.budget.Limit;
import io.joulebook.collector.budget.Objective;
import io.joulebook.collector.budget.OverBudgetLog;
import io.joulebook.collector.budget.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Budgets as their metrics show them, and what is logged. */
class BudgetTest {
  private static final String CALLS = "joulebook_budget_calls_total";
  private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
  private static final Limit ONE_JOULE = new Limit.JoulesPerCall(Joules.ofMillis(1_000));
  private static final Budget ALL = Budgets.of("all", ONE_JOULE, "99%");

  private static Receipt using(long micros) {
    return receipt(call("minilm"), charge(H100, micros, 0));
  }

  private static Budget watching(String model, String operation, Optional<String> route) {
    return new Budget(
        "some",
        Glob.of(model),
        Glob.of(operation),
        route.map(Glob::of),
        ONE_JOULE,
        Optional.of(Objective.parse("99%")));
  }

  private static double calls(Books books, String verdict) {
    return books.sum(CALLS, "verdict=\"" + verdict + "\"").doubleValue();
  }

  @Test
  void bothVerdictsStartAtZeroForEachSourceThatThereIs() {
    Statement idle = statement(H100, Map.of(Account.IDLE, Joules.ofMillis(1)));
    Books before = Books.nowhere().enter(idle).budgets(ALL);
    Books after = Books.nowhere().budgets(ALL).enter(idle);

    for (Books books : List.of(before, after)) {
      assertThat(books.values())
          .containsKeys(
              CALLS + "{budget=\"all\",source=\"nvml\",verdict=\"within\"}",
              CALLS + "{budget=\"all\",source=\"nvml\",verdict=\"over\"}");
    }
  }

  @Test
  void verdictsOnEnergyOfDifferentSourcesAreNotAdded() {
    Receipt pretended = receipt(call("m"), charge(PRETENDED, 1_000_001, 0));
    Receipt both = receipt(call("m"), charge(PRETENDED, 1, 0), charge(H100, 1, 0));
    Books books = Books.nowhere().budgets(ALL).enter(using(1), using(1), pretended, both);

    assertThat(books.sum(CALLS, "within", "source=\"nvml\"")).isEqualByComparingTo("2");
    assertThat(books.sum(CALLS, "over", "source=\"nvml\"")).isEqualByComparingTo("0");
    assertThat(books.sum(CALLS, "over", "source=\"simulated\"")).isEqualByComparingTo("1");
    assertThat(books.sum(CALLS, "within", "source=\"nvml+simulated\"")).isEqualByComparingTo("1");
  }

  @Test
  void eachCallThatIsWatchedHasOneVerdictOfEachBudget() {
    Books books = Books.nowhere().budgets(ALL).enter(using(1_000_000), using(1_000_001));

    assertThat(calls(books, "within")).isEqualTo(1);
    assertThat(calls(books, "over")).isEqualTo(1);
    assertThat(books.sum("joulebook_budget_energy_joules_total", "source=\"nvml\""))
        .isEqualByComparingTo("2.000001");
  }

  @Test
  void whatIsNotWatchedIsNotCounted() {
    Receipt rank = routed("/rank", using(1));
    assertThat(watched(watching("mini*", "*", Optional.empty()), rank)).isTrue();
    assertThat(watched(watching("llama", "*", Optional.empty()), rank)).isFalse();
    assertThat(watched(watching("*", "predict", Optional.empty()), rank)).isFalse();
    assertThat(watched(watching("*", "*", Optional.of("/r?nk")), rank)).isTrue();
    assertThat(watched(watching("*", "*", Optional.of("/embed*")), rank)).isFalse();
    assertThat(watched(watching("*", "*", Optional.of("*")), using(1))).isFalse();
  }

  private static boolean watched(Budget budget, Receipt receipt) {
    return calls(Books.nowhere().budgets(budget).enter(receipt), "within") == 1;
  }

  @Test
  void countersGoOnWhenABudgetIsConfiguredAnew() {
    Books books = Books.nowhere().budgets(ALL).enter(using(1_500_000));
    Limit more = new Limit.JoulesPerCall(Joules.ofMillis(2_000));
    books.budgets(Budgets.of("all", more, "95%")).enter(using(1_500_000));

    assertThat(calls(books, "over")).isEqualTo(1);
    assertThat(calls(books, "within")).isEqualTo(1);
    assertThat(books.sum("joulebook_budget_limit_joules")).isEqualByComparingTo("2");
    assertThat(books.sum("joulebook_budget_objective_ratio")).isEqualByComparingTo("0.95");
    assertThat(books.budgets().values().keySet()).noneMatch(name -> name.contains("budget="));
  }

  @Test
  void aBudgetThatWasGoneForAWhileGoesOnCounting() {
    Books books = Books.nowhere().budgets(ALL).enter(using(1_500_000));
    books.budgets().budgets(ALL).enter(using(1_500_000));

    assertThat(calls(books, "over")).isEqualTo(2);
  }

  @Test
  void aClockThatIsSetBackDoesNotSilenceTheLog() {
    OverBudgetLog log = new OverBudgetLog();
    Verdict.Over over = new Verdict.Over("2 J");
    assertThat(log.line(ALL, using(2_000_000), over, NOON)).isPresent();
    assertThat(log.line(ALL, using(2_000_000), over, NOON.minusSeconds(7_200))).isPresent();
  }

  @Test
  void theLatestCallThatWasOverIsTheExampleOfItsCounter() {
    Books books = Books.nowhere().budgets(ALL).enter(traced(TRACE, using(1_500_000)));
    books.enter(using(2), using(1_500_000)); // the one is within, the other has no trace

    assertThat(books.shown(Books.OPEN_METRICS))
        .contains("verdict=\"over\"} 2.0 # {trace_id=\"" + TRACE + "\"} 1.0");
  }

  @Test
  void oneLineAMinuteTellsOfCallsThatAreOver() {
    List<String> lines = new ArrayList<>();
    Receipt over = traced(TRACE, routed("/embed", using(7_312_345)));
    Books.nowhere().overBudget(lines::add).budgets(ALL).enter(over, over, using(3));

    assertThat(lines)
        .containsExactly(
            "over budget all: 7.312 J with a call of minilm (onnxruntime run, route /embed),"
                + " limit 1 J per call, trace "
                + TRACE);
  }

  @Test
  void theNextLineTellsHowManyItStandsFor() {
    OverBudgetLog log = new OverBudgetLog();
    Verdict.Over over = new Verdict.Over("2 J");
    Receipt receipt = receipt(call("m"), charge(PRETENDED, 2_000_000, 0));
    assertThat(log.line(ALL, receipt, over, NOON).orElseThrow())
        .isEqualTo(
            "over budget all: 2 J (simulated) with a call of m (onnxruntime run), limit 1 J per call");
    assertThat(log.line(ALL, receipt, over, NOON.plusSeconds(59))).isEmpty();
    assertThat(log.line(ALL, receipt, over, NOON.plusSeconds(60)).orElseThrow())
        .endsWith("; 1 more since 2026-03-01T12:00:00Z");
    assertThat(log.line(ALL, receipt, over, NOON.plusSeconds(120)).orElseThrow())
        .doesNotContain("more since");
  }

  @Test
  void aLogThatFailsCostsNoEntry() {
    Books books =
        Books.nowhere()
            .overBudget(
                line -> {
                  throw new IllegalStateException("no stderr");
                })
            .budgets(ALL);
    books.enter(using(2_000_000));

    assertThat(calls(books, "over")).isEqualTo(1);
    assertThat(books.sum("joulebook_calls_total")).isEqualByComparingTo("1");
  }

  @Test
  void routesBeyondTheLimitShareAName() {
    Books books = Books.nowhere();
    for (int i = 0; i < 202; i++) {
      books.enter(routed("/route/" + i, using(1)));
    }

    books.enter(routed("/route/0", receipt(call("m"))));

    assertThat(books.sum("joulebook_route_calls_total", "source=\"nvml\""))
        .isEqualByComparingTo("202");
    assertThat(books.sum("joulebook_route_calls_total", "source=\"none\""))
        .isEqualByComparingTo("1");
    assertThat(books.sum("joulebook_route_calls_total", "route=\"other\""))
        .isEqualByComparingTo("2");
    assertThat(books.sum("joulebook_labels_overflowed_total", "label=\"route\""))
        .isEqualByComparingTo("2");
  }
}
