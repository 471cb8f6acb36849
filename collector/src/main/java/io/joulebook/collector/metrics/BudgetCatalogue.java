package io.joulebook.collector.metrics;

import java.util.ArrayList;
import java.util.List;

/** The metrics of budgets and of routes: a part of {@link Catalogue}. */
final class BudgetCatalogue {
  private static final List<Metric> ALL = new ArrayList<>();
  private static final Definition IS = new Definition(ALL);

  static final Metric LIMIT_JOULES =
      IS.gauge("joulebook_budget_limit_joules", Unit.JOULES)
          .labels("budget", "per")
          .help("What the budget allows per call, output token or day, as configured.")
          .series("budgets with a limit of energy");

  static final Metric LIMIT_GRAMS =
      IS.gauge("joulebook_budget_limit_grams", Unit.GRAMS)
          .labels("budget", "per")
          .help("What the budget allows per call in operational CO2e, as configured.")
          .series("budgets with a limit of grams");

  static final Metric OBJECTIVE =
      IS.gauge("joulebook_budget_objective_ratio", Unit.PART)
          .labels("budget")
          .help("Which part of the judged calls is to be within the budget.")
          .series("budgets but those per day");

  static final Metric CALLS =
      IS.counter("joulebook_budget_calls_total", Unit.NONE)
          .labels("budget", "verdict", "source")
          .help(
              "Settled calls that the budget watches, by verdict; of a budget per day, over once the "
                  + "day's limit is used up in this JVM.")
          .series("budgets×2×sources used");

  static final Metric UNJUDGED =
      IS.counter("joulebook_budget_calls_unjudged_total", Unit.NONE)
          .labels("budget", "reason")
          .help("Settled calls that the budget watches and that cannot be judged.")
          .series("budgets×reasons met");

  static final Metric ENERGY =
      IS.counter("joulebook_budget_energy_joules_total", Unit.JOULES)
          .labels("budget", "source")
          .help("Energy of settled calls that the budget watches.")
          .series("budgets×sources used");

  static final Metric DAY =
      IS.gauge("joulebook_budget_day_joules", Unit.JOULES)
          .labels("budget", "source")
          .help(
              "Energy of calls that a budget per day watches and that were settled since 00:00 UTC, "
                  + "in this JVM and since its start.")
          .series("budgets per day×sources used");

  static final Metric RELOADED =
      IS.gauge("joulebook_budgets_last_reload_successful", Unit.NONE)
          .labels()
          .help(
              "Whether the configuration file's budgets could be used when they were last read; if not, "
                  + "those in force stay.")
          .series("1, with a configuration file");

  static final Metric ROUTE_CALLS =
      IS.counter("joulebook_route_calls_total", Unit.NONE)
          .labels("route", "model", "engine", "operation", "source")
          .help("Settled calls made while a server's route was being served.")
          .series("routes seen×call keys×sources used");

  static final Metric ROUTE_ENERGY =
      IS.counter("joulebook_route_energy_joules_total", Unit.JOULES)
          .labels("route", "model", "engine", "operation", "source")
          .help("Energy of settled calls made while a server's route was being served.")
          .series("routes seen×call keys×sources used");

  private BudgetCatalogue() {}

  /** These metrics, in the order in which they are written above. */
  static List<Metric> all() {
    return List.copyOf(ALL);
  }
}
