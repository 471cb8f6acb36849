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
  private static final Set<String> ADDING = Set.of("sum", "avg");
  private static final Set<String> OF_EVERY_TARGET = Set.of("job", "instance");
  // On Kubernetes Prometheus adds them; elsewhere they are absent, and match .*
  private static final Set<String> OF_A_POD = Set.of("namespace", "pod");
  // Of burn rates and forecasts: what an alert looks at does not depend on what a person looks at.
  private static final Set<String> BUDGET_WINDOWS =
      Set.of("5m", "30m", "1h", "2h", "6h", "1d", "3d", "30d");

  // Feeds are asked a few times an hour: a rate over a minute would be spikes.
  private static final String FEED_WINDOW = "1h";

  private final List<Variable> variables;
  private final Catalogue catalogue;
  private final List<String> faults = new ArrayList<>();

  private QueryRules(Dashboard dashboard, Catalogue catalogue) {
    variables = queries(dashboard).toList();
    this.catalogue = catalogue;
  }

  static List<String> faults(Dashboard dashboard, Catalogue catalogue) {
    QueryRules rules = new QueryRules(dashboard, catalogue);
    rules.variables.forEach(rules::checkVariable);
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
    String where = "variable " + variable.name();
    for (Selector selector : Expression.of(variable.selector()).selectors()) {
      checkKnown(where, selector).ifPresent(metric -> checkLabels(where, selector, metric));
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
    checkSources(where, target, expression);
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
    checkDevices(where, selector);
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
        || OF_A_POD.contains(label)
        || (label.equals("le") && selector.series().endsWith("_bucket"));
  }

  // Those of sources that are joined (nvml+rapl) are matched by their plus.
  private void checkValues(String where, Selector selector) {
    selector.matchers().stream()
        .filter(matched -> !matched.equals(new Expression.Matched("source", ".+[+].+")))
        .filter(matched -> !matched.text().startsWith("$"))
        .filter(matched -> !catalogue.allows(matched.label(), matched.text()))
        .forEach(matched -> fault(where, matched.label() + " is never " + matched.text()));
  }

  // Of what the viewer has chosen, and of nothing else; a source may be kept apart instead.
  private void checkVariablesUsed(String where, Selector selector, Metric metric) {
    Stream.of(OF_EVERY_TARGET, OF_A_POD, metric.labels())
        .flatMap(Set::stream)
        .filter(label -> !label.equals("source"))
        .filter(label -> isOffered(label) && !isChosen(label, selector))
        .forEach(label -> fault(where, selector.series() + " lacks " + label));
  }

  // Who sees devices apart wants to choose one. Who counts them does not see them.
  private void checkDevices(String where, Selector selector) {
    boolean keepsDevice =
        !selector.within().isEmpty()
            && selector.within().stream().allMatch(one -> one.by().contains("device"));
    if (keepsDevice && !isOffered("device")) {
      fault(where, "shows devices, and no variable offers them");
    }
  }

  private boolean isOffered(String label) {
    return variables.stream().anyMatch(variable -> variable.label().equals(label));
  }

  private boolean isChosen(String label, Selector selector) {
    return variables.stream()
        .filter(variable -> variable.label().equals(label))
        .anyMatch(variable -> selector.matches(label, "$" + variable.name()));
  }

  // A simulated joule added to a measured one would make a number that is neither; and so would one
  // that is divided by the work of both.
  private void checkSources(String where, Target target, Expression expression) {
    boolean isRatio = target.expression().contains("/");
    boolean ofEnergy =
        expression.selectors().stream()
            .anyMatch(one -> isEnergy(one) || (isRatio && isVerdict(one)));
    for (Selector selector : expression.selectors()) {
      Optional<Metric> metric = catalogue.metricOf(selector.series()).filter(QueryRules::adds);
      if (ofEnergy && metric.isPresent() && !keepsSource(selector, metric.get())) {
        fault(where, selector.series() + " is summed over sources: keep source, or match $source");
      }
    }
  }

  private boolean isEnergy(Selector selector) {
    return !selector.series().endsWith("_count")
        && catalogue.metricOf(selector.series()).filter(Metric::namesItsSource).isPresent();
  }

  private boolean isVerdict(Selector selector) {
    return catalogue
        .metricOf(selector.series())
        .filter(metric -> metric.labels().contains("verdict"))
        .isPresent();
  }

  private static boolean adds(Metric metric) {
    return !metric.type().equals("gauge") || metric.namesItsSource();
  }

  private boolean keepsSource(Selector selector, Metric metric) {
    return selector.matches("source", "$source")
        || selector.within().stream()
            .filter(one -> ADDING.contains(one.name()))
            .allMatch(one -> one.by().contains("source") || isExcused(one.by(), selector, metric));
  }

  // By instances, to be joined with what says which sources each of them has. A budget per day is
  // of
  // all energy of a JVM.
  private boolean isExcused(Set<String> kept, Selector selector, Metric metric) {
    boolean ofADay = kept.contains("budget") && metric.labels().contains("budget");
    return kept.containsAll(OF_EVERY_TARGET) && (!isEnergy(selector) || ofADay);
  }

  private void checkWindows(String where, Target target, Expression expression) {
    for (Selector selector : expression.selectors()) {
      String window = selector.range().orElse("");
      if (!fits(window, selector, target)) {
        fault(where, "window [" + window + "]: use $__rate_interval, or $__range if instant");
      }
    }
  }

  private static boolean fits(String window, Selector selector, Target target) {
    String function = selector.function();
    if (!function.matches("rate|increase|.+_over_time")) {
      return window.isEmpty();
    }
    return window.equals("$__rate_interval")
        || (window.equals("$__range") && target.isInstant())
        || (BUDGET_WINDOWS.contains(window) && selector.series().startsWith("joulebook_budget_"))
        || (window.equals(FEED_WINDOW) && selector.series().startsWith("joulebook_feed_"));
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
