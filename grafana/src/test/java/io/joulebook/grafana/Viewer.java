package io.joulebook.grafana;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Asks Prometheus what Grafana would ask for a panel, at one moment, and judges the answers. A
 * fault is one line that names the panel.
 */
final class Viewer {
  static final Duration RANGE = Duration.ofSeconds(15);
  static final Duration RATE_INTERVAL = Duration.ofSeconds(10);

  private final Prometheus prometheus;
  private final Chosen chosen;

  /** A viewer who has chosen nothing: the first job is, and every other variable is All. */
  Viewer(Prometheus prometheus, Instant now) {
    this(
        prometheus,
        new Chosen(now, RANGE, RATE_INTERVAL, Duration.ofSeconds(1), Map.of("job", "joulebook")));
  }

  private Viewer(Prometheus prometheus, Chosen chosen) {
    this.prometheus = prometheus;
    this.chosen = chosen;
  }

  /** The same moment with one value of a variable chosen. */
  Viewer choosing(String variable, String value) {
    return new Viewer(prometheus, chosen.with(variable, value));
  }

  String interpolated(String text) {
    return chosen.in(text);
  }

  List<String> valuesOf(Variable variable) throws IOException, InterruptedException {
    return prometheus.labelValues(variable.label(), interpolated(variable.selector()));
  }

  /** The answer to a panel's query. */
  QueryResult answer(Panel panel, String refId) throws IOException, InterruptedException {
    return answer(
        panel.targets().stream().filter(t -> t.refId().equals(refId)).findFirst().orElseThrow());
  }

  /** The answer to a query. */
  QueryResult answer(Target target) throws IOException, InterruptedException {
    String expression = interpolated(target.expression());
    return target.isInstant()
        ? prometheus.query(expression, chosen.to())
        : prometheus.queryRange(expression, chosen.to().minus(RANGE), chosen.to());
  }

  /** The value of an expression now. */
  QueryResult answer(String expression) throws IOException, InterruptedException {
    return prometheus.query(interpolated(expression), chosen.to());
  }

  /** The labels of the exemplars that Grafana would show beside a query. */
  List<Map<String, String>> exemplars(Target target) throws IOException, InterruptedException {
    return prometheus.exemplars(
        interpolated(target.expression()), chosen.to().minus(RANGE), chosen.to());
  }

  /** How much a counter grew in a window, by a label: without Prometheus' arithmetic of rates. */
  Map<String, Double> grown(String counter, String label) throws IOException, InterruptedException {
    Map<String, Double> grown = answer("last_over_time(" + counter + ")").lastBy(label);
    answer("min_over_time(" + counter + ")")
        .lastBy(label)
        .forEach((value, before) -> grown.merge(value, -before, Double::sum));
    return grown;
  }

  /** What is wrong with what the panel shows. */
  List<String> faults(Panel panel) throws IOException, InterruptedException {
    List<String> faults = new ArrayList<>();
    for (Target target : panel.targets()) {
      QueryResult answer = answer(target);
      List<String> found = new ArrayList<>();
      answer.error().ifPresent(found::add);
      boolean mayBeEmpty = Absences.excuse(target.expression());
      if (answer.error().isEmpty() && !hasData(answer, target) && !mayBeEmpty) {
        found.add("no data");
      }
      checkSeries(answer, target, found);
      found.forEach(fault -> faults.add(panel.title() + " " + target.refId() + ": " + fault));
    }
    return faults;
  }

  private static boolean hasData(QueryResult answer, Target target) {
    long points = target.isInstant() ? 1 : 2;
    return answer.series().stream().anyMatch(series -> series.finite() >= points);
  }

  private static void checkSeries(QueryResult answer, Target target, List<String> faults) {
    for (QueryResult.Series series : answer.series()) {
      if (target.isInstant() && series.finite() == 0) {
        faults.add("not a number: " + series);
      }
      target.legendLabels().stream()
          .filter(label -> !series.labels().containsKey(label))
          .forEach(label -> faults.add("the legend's label " + label + " is missing"));
    }
  }
}
