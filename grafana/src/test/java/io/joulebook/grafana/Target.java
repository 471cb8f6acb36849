package io.joulebook.grafana;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** A query of a panel. */
record Target(ObjectNode json) {
  private static final Pattern LEGEND_LABEL = Pattern.compile("\\{\\{\\s*(\\w+)\\s*}}");

  String refId() {
    return json.path("refId").asText();
  }

  String expression() {
    return json.path("expr").asText();
  }

  String legend() {
    return json.path("legendFormat").asText();
  }

  String format() {
    return json.path("format").asText();
  }

  boolean isInstant() {
    return json.path("instant").asBoolean();
  }

  /** The labels that the legend is made of. */
  List<String> legendLabels() {
    return LEGEND_LABEL
        .matcher(legend())
        .results()
        .map((MatchResult found) -> found.group(1))
        .toList();
  }
}
