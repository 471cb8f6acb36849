package io.joulebook.grafana;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** What Prometheus answers: series, or why it cannot. */
record QueryResult(List<Series> series, Optional<String> error) {

  /** Labels and the values in the order of time. */
  record Series(Map<String, String> labels, List<Double> values) {
    double last() {
      return values.get(values.size() - 1);
    }

    long finite() {
      return values.stream().filter(Double::isFinite).count();
    }
  }

  static QueryResult of(JsonNode json) {
    if (!json.path("status").asText().equals("success")) {
      return new QueryResult(List.of(), Optional.of(json.path("error").asText()));
    }
    List<Series> series =
        Dashboard.stream(json.path("data").path("result")).map(QueryResult::one).toList();
    return new QueryResult(series, Optional.empty());
  }

  private static Series one(JsonNode result) {
    Map<String, String> labels = labels(result.path("metric"));
    List<Double> values =
        result.has("value")
            ? List.of(number(result.path("value")))
            : Dashboard.stream(result.path("values")).map(QueryResult::number).toList();
    return new Series(labels, values);
  }

  static Map<String, String> labels(JsonNode json) {
    return json.properties().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue().asText()));
  }

  private static double number(JsonNode point) {
    String text = point.path(1).asText();
    return Double.parseDouble(text.replace("Inf", "Infinity"));
  }

  /** The last values by one label, those of several series added. */
  Map<String, Double> lastBy(String label) {
    return series.stream()
        .collect(
            Collectors.groupingBy(
                one -> one.labels().getOrDefault(label, ""),
                Collectors.summingDouble(Series::last)));
  }
}
