package io.joulebook.grafana;

import io.joulebook.grafana.Catalogue.Metric;
import io.joulebook.grafana.Expression.Matched;
import io.joulebook.grafana.Expression.Selector;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What Prometheus' rules must be like. A fault is one line that names the rule. */
final class RuleRules {
  private static final Set<String> OF_EVERY_TARGET = Set.of("job", "instance");
  private static final Set<String> SEVERITIES = Set.of("critical", "warning", "info");

  /** All that the rules call; each is in Prometheus 2.42, and none makes a mean of means. */
  private static final Set<String> FUNCTIONS =
      Set.of(
          "sum",
          "min",
          "max",
          "count",
          "group",
          "topk",
          "rate",
          "increase",
          "abs",
          "clamp_max",
          "time",
          "hour",
          "count_over_time",
          "last_over_time");

  private static final Pattern RECORD = Pattern.compile("[a-z_]+:joulebook_[a-z0-9_]+:[a-z0-9_]+");
  private static final Pattern ALERT = Pattern.compile("Joulebook([A-Z][a-z]+)+");
  private static final Pattern COUNTED = Pattern.compile("\\b(group|count) by \\([^)]*\\)");
  private static final Pattern LABEL = Pattern.compile("\\$labels\\.(\\w+)");

  private final Catalogue catalogue;
  private final Set<String> recorded;
  private final List<String> faults = new ArrayList<>();

  private RuleRules(List<Rule> rules, Catalogue catalogue) {
    this.catalogue = catalogue;
    recorded =
        rules.stream().filter(rule -> !rule.isAlert()).map(Rule::name).collect(Collectors.toSet());
  }

  static List<String> faults(List<Rule> rules, Catalogue catalogue) {
    RuleRules checks = new RuleRules(rules, catalogue);
    rules.forEach(checks::check);
    return checks.faults;
  }

  private void check(Rule rule) {
    Optional<Expression> expression = parse(rule, rule.expression());
    expression.ifPresent(parsed -> checkExpression(rule, parsed));
    if (rule.isAlert()) {
      checkAlert(rule);
      expression.ifPresent(parsed -> checkDescription(rule, parsed));
    } else {
      expression.ifPresent(parsed -> checkRecord(rule, parsed));
    }
  }

  private void fault(Rule rule, String what) {
    faults.add(rule.fullName() + ": " + what);
  }

  private Optional<Expression> parse(Rule rule, String text) {
    try {
      return Optional.of(Expression.of(text));
    } catch (IllegalArgumentException e) {
      fault(rule, e.getMessage());
      return Optional.empty();
    }
  }

  private void checkExpression(Rule rule, Expression expression) {
    expression.functions().stream()
        .filter(function -> !FUNCTIONS.contains(function))
        .forEach(function -> fault(rule, "calls " + function + "()"));
    for (Selector selector : expression.selectors()) {
      checkSelector(rule, selector);
    }
    checkSources(rule, expression);
  }

  private void checkSelector(Rule rule, Selector selector) {
    Optional<Set<String>> labels = labelsOf(selector.series());
    if (labels.isEmpty()) {
      fault(rule, "no such series: " + selector.series());
      return;
    }
    Stream.concat(
            selector.matchers().stream().map(Matched::label),
            selector.by().stream().flatMap(Set::stream))
        .filter(label -> !labels.get().contains(label))
        .forEach(label -> fault(rule, selector.series() + " has no label " + label));
    for (Matched matched : selector.matchers()) {
      Stream.of(matched.text().split("\\|"))
          .filter(value -> !catalogue.allows(matched.label(), value))
          .forEach(value -> fault(rule, matched.label() + " is never " + value));
    }
  }

  private Optional<Set<String>> labelsOf(String series) {
    if (series.equals("up")) {
      return Optional.of(OF_EVERY_TARGET);
    }
    if (recorded.contains(series)) {
      return Optional.of(level(series));
    }
    return catalogue
        .metricOf(series)
        .map(metric -> Stream.of(metric.labels(), OF_EVERY_TARGET))
        .map(sets -> sets.flatMap(Set::stream).collect(Collectors.toSet()));
  }

  private static Set<String> level(String recordedName) {
    return Set.of(recordedName.substring(0, recordedName.indexOf(':')).split("_"));
  }

  // A simulated joule added to a measured one would make a number that is neither. Where a limit
  // is one for all sources, the alert names the first of them in a fixed order. What is recorded
  // keeps the sources of calls apart too.
  private void checkSources(Rule rule, Expression expression) {
    if (rule.expression().contains("group_right ()") && keeps(expression, "source")) {
      return;
    }
    parse(rule, COUNTED.matcher(rule.expression()).replaceAll("")).stream()
        .flatMap(summed -> summed.selectors().stream())
        .filter(selector -> !selector.series().endsWith("_count"))
        .filter(selector -> selector.by().filter(by -> !by.contains("source")).isPresent())
        .filter(
            selector ->
                catalogue.metricOf(selector.series()).stream().anyMatch(one -> isOf(rule, one)))
        .forEach(selector -> fault(rule, selector.series() + " is summed over sources"));
  }

  private static boolean isOf(Rule rule, Metric metric) {
    return rule.isAlert() ? metric.namesItsSource() : metric.labels().contains("source");
  }

  private static boolean keeps(Expression expression, String label) {
    return kept(expression).contains(label);
  }

  private static Set<String> kept(Expression expression) {
    Set<String> kept = new LinkedHashSet<>();
    expression.selectors().forEach(selector -> selector.by().ifPresent(kept::addAll));
    expression.selectors().stream()
        .map(Selector::series)
        .filter(series -> series.contains(":"))
        .forEach(series -> kept.addAll(level(series)));
    return kept;
  }

  private void checkRecord(Rule rule, Expression expression) {
    if (!RECORD.matcher(rule.name()).matches()) {
      fault(rule, "is not named level:metric:operations");
      return;
    }
    for (Selector selector : expression.selectors()) {
      if (!selector.by().equals(Optional.of(level(rule.name())))) {
        fault(rule, selector.series() + " is not aggregated to the level of the name");
      }
    }
  }

  private void checkAlert(Rule rule) {
    if (!ALERT.matcher(rule.name()).matches()) {
      fault(rule, "is not named Joulebook...");
    }
    if (!SEVERITIES.contains(rule.labels().getOrDefault("severity", ""))) {
      fault(rule, "severity is none of " + SEVERITIES);
    }
    if (!rule.yaml().has("for")) {
      fault(rule, "no for: one bad reading would fire it");
    }
    if (!rule.annotation("summary").matches("[^{]+\\.")) {
      fault(rule, "the summary is not one static sentence");
    }
    if (!rule.annotation("runbook_url").equals(Runbooks.link(rule.name()))) {
      fault(rule, "runbook_url is not " + Runbooks.link(rule.name()));
    }
  }

  private void checkDescription(Rule rule, Expression expression) {
    String description = rule.annotation("description");
    Set<String> named =
        LABEL.matcher(description).results().map(m -> m.group(1)).collect(Collectors.toSet());
    Set<String> known = new LinkedHashSet<>(kept(expression));
    expression.selectors().stream()
        .filter(selector -> selector.by().isEmpty())
        .flatMap(selector -> labelsOf(selector.series()).stream().flatMap(Set::stream))
        .forEach(known::add);
    if (!known.containsAll(named) || named.isEmpty()) {
      fault(rule, "the description names labels that are not there, or none: " + named);
    }
    if (keeps(expression, "source") && !named.contains("source")) {
      fault(rule, "the description does not say which source the energy is from");
    }
  }
}
