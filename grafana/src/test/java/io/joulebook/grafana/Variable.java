package io.joulebook.grafana;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A variable of a dashboard. */
record Variable(ObjectNode json) {
  private static final Pattern LABEL_VALUES = Pattern.compile("label_values\\((.*), (\\w+)\\)");

  String name() {
    return json.path("name").asText();
  }

  String type() {
    return json.path("type").asText();
  }

  /** Whether several values, and all, can be chosen. */
  boolean isMany() {
    return json.path("multi").asBoolean() && json.path("includeAll").asBoolean();
  }

  /** What a query variable asks for; empty for other variables. */
  String query() {
    return json.path("query").path("query").asText();
  }

  /** The series whose label values it offers. */
  String selector() {
    return part(1);
  }

  /** The label whose values it offers. */
  String label() {
    return part(2);
  }

  private String part(int group) {
    Matcher matcher = LABEL_VALUES.matcher(query());
    if (!matcher.matches()) {
      throw new IllegalArgumentException("not label_values(SELECTOR, LABEL): " + query());
    }
    return matcher.group(group);
  }
}
