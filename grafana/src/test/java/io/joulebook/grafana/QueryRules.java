package io.joulebook.grafana;

import io.joulebook.grafana.Catalogue.Metric;
import io.joulebook.grafana.Expression.Selector;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the queries of a dashboard must be like. A fault is one line that names the panel. */
final class QueryRules {
  private static final Set<String> WINDOWED = Set.of("rate", "increase");
  private static final Set<String> OF_EVERY_TARGET = Set.of("job", "instance");

  private final Catalogue catalogue;
  private final List<String> faults = new ArrayList<>();

  private QueryRules(Catalogue catalogue) {
    this.catalogue = catalogue;
  }

  static List<String> faults(Dashboard dashboard, Catalogue catalogue) {
    QueryRules rules = new QueryRules(catalogue);
    dashboard.variables().forEach(rules::checkVariable);
    dashboard.panels().forEach(rules::checkPanel);
    return rules.faults;
  }

  /** Every metric that the dashboard shows. */
  static Set<String> metricsIn(Dashboard dashboard, Catalogue catalogue) {
    return Stream.concat(
            dashboard.panels().stream()
                .flatMap(panel -> panel.targets().stream())
                .map(Target::expression),
            queries(dashboard).map(Variable::selector))
        .flatMap(text -> Expression.of(text).selectors().stream())
        .flatMap(selector -> catalogue.metricOf(selector.series()).stream())
        .map(Metric::name)
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  private static Stream<Variable> queries(Dashboard dashboard) {
    return dashboard.variables().stream().filter(variable -> variable.type().equals("query"));
  }

  private void fault(String where, String what) {
    faults.add(where + ": " + what);
  }

  private void checkVariable(Variable variable) {
    if (variable.type().equals("query")) {
      String where = "variable " + variable.name();
      for (Selector selector : Expression.of(variable.selector()).selectors()) {
        checkKnown(where, selector).ifPresent(metric -> checkLabels(where, selector, metric));
      }
    }
  }

  private void checkPanel(Panel panel) {
    if (panel.targets().isEmpty()) {
      fault(panel.title(), "shows nothing");
    }
    for (Target target : panel.targets()) {
      checkTarget(panel.title() + " " + target.refId(), target);
    }
  }

  private void checkTarget(String where, Target target) {
    Expression expression = parse(where, target);
    if (expression.functions().contains("vector")) {
      fault(where, "vector() shows a number where there is none");
    }
    for (Selector selector : expression.selectors()) {
      checkKnown(where, selector).ifPresent(metric -> check(where, selector, metric));
    }
    checkWindows(where, target, expression);
    checkLegend(where, target, expression);
  }

  private Expression parse(String where, Target target) {
    try {
      return Expression.of(target.expression());
    } catch (IllegalArgumentException e) {
      fault(where, e.getMessage());
      return Expression.of("");
    }
  }

  private Optional<Metric> checkKnown(String where, Selector selector) {
    Optional<Metric> metric = catalogue.metricOf(selector.series());
    if (metric.isEmpty()) {
      fault(where, "no such metric: " + selector.series());
    }
    return metric;
  }

  private void check(String where, Selector selector, Metric metric) {
    checkLabels(where, selector, metric);
    checkValues(where, selector);
    checkVariablesUsed(where, selector, metric);
    checkSource(where, selector, metric);
  }

  private void checkLabels(String where, Selector selector, Metric metric) {
    Stream<String> matched = selector.matchers().stream().map(Expression.Matched::label);
    Stream<String> kept = selector.by().stream().flatMap(Set::stream);
    Stream.concat(matched, kept)
        .filter(label -> !isLabel(label, selector, metric))
        .forEach(label -> fault(where, metric.name() + " has no label " + label));
  }

  private static boolean isLabel(String label, Selector selector, Metric metric) {
    return metric.labels().contains(label)
        || OF_EVERY_TARGET.contains(label)
        || (label.equals("le") && selector.series().endsWith("_bucket"));
  }

  private void checkValues(String where, Selector selector) {
    selector.matchers().stream()
        .filter(matched -> !matched.text().startsWith("$"))
        .filter(matched -> !catalogue.allows(matched.label(), matched.text()))
        .forEach(matched -> fault(where, matched.label() + " is never " + matched.text()));
  }

  private void checkVariablesUsed(String where, Selector selector, Metric metric) {
    Stream.concat(OF_EVERY_TARGET.stream(), metric.labels().stream().filter("model"::equals))
        .filter(label -> !selector.matches(label, "$" + label))
        .forEach(label -> fault(where, selector.series() + " lacks " + label + "=~\"$" + label));
  }

  // A simulated joule added to a measured one would make a number that is neither.
  private void checkSource(String where, Selector selector, Metric metric) {
    boolean kept = selector.by().map(by -> by.contains("source")).orElse(true);
    boolean counts = selector.series().endsWith("_count");
    if (metric.namesItsSource() && !counts && !kept && !selector.matches("source", "$source")) {
      fault(where, selector.series() + " is summed over sources: keep source, or match $source");
    }
  }

  private void checkWindows(String where, Target target, Expression expression) {
    for (Selector selector : expression.selectors()) {
      String window = selector.range().orElse("");
      boolean fits =
          window.equals("$__rate_interval")
              || (window.equals("$__range") && target.isInstant())
              || (window.isEmpty()
                  && expression.functions().stream().noneMatch(WINDOWED::contains));
      if (!fits) {
        fault(where, "window [" + window + "]: use $__rate_interval, or $__range if instant");
      }
    }
  }

  private void checkLegend(String where, Target target, Expression expression) {
    if (target.legend().isEmpty() && !target.format().equals("table")) {
      fault(where, "no legend");
    }
    Set<String> kept =
        expression.selectors().stream()
            .flatMap(selector -> selector.by().stream())
            .flatMap(Set::stream)
            .collect(Collectors.toSet());
    target.legendLabels().stream()
        .filter(label -> !kept.contains(label))
        .forEach(label -> fault(where, "the legend names " + label + ", which is not kept"));
  }
}
