package io.joulebook.grafana;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.stream.Stream;

/** A panel of a dashboard. */
record Panel(ObjectNode json) {
  /** The panels directly in a dashboard or a row. */
  static List<Panel> in(JsonNode json) {
    return Dashboard.stream(json.path("panels")).map(one -> new Panel((ObjectNode) one)).toList();
  }

  /** The panels of a row that is closed; those of an open one stand beside it. */
  List<Panel> inside() {
    return in(json);
  }

  String title() {
    return json.path("title").asText();
  }

  String type() {
    return json.path("type").asText();
  }

  String description() {
    return json.path("description").asText();
  }

  int id() {
    return json.path("id").asInt();
  }

  List<Target> targets() {
    return Dashboard.stream(json.path("targets"))
        .map(node -> new Target((ObjectNode) node))
        .toList();
  }

  /** The units of its default, its columns and its axis. */
  List<String> units() {
    Stream<JsonNode> overrides =
        overrides().stream()
            .flatMap(override -> Dashboard.stream(override.path("properties")))
            .filter(property -> property.path("id").asText().equals("unit"))
            .map(property -> property.path("value"));
    JsonNode own =
        type().equals("heatmap")
            ? json.path("options").path("yAxis").path("unit")
            : json.path("fieldConfig").path("defaults").path("unit");
    return Stream.concat(Stream.of(own), overrides).map(JsonNode::asText).toList();
  }

  /** What is different for some of its columns or series. */
  List<JsonNode> overrides() {
    return Dashboard.stream(json.path("fieldConfig").path("overrides")).toList();
  }

  /** What is shown where there is no data. */
  String noValue() {
    return json.path("fieldConfig").path("defaults").path("noValue").asText();
  }

  /** The colour of what is shown where there is no data; empty if none is set. */
  String unknownColor() {
    return Dashboard.stream(json.at("/fieldConfig/defaults/mappings"))
        .filter(mapping -> mapping.at("/options/match").asText().equals("null"))
        .map(mapping -> mapping.at("/options/result/color").asText())
        .findFirst()
        .orElse("");
  }

  /** Whether it shows numbers alone, large. */
  boolean isOneNumber() {
    return type().equals("stat") || type().equals("bargauge");
  }

  /** Whether its colour is behind its words, which are white then. */
  boolean isOnColor() {
    return json.at("/options/colorMode").asText().equals("background");
  }

  Grid grid() {
    JsonNode at = json.path("gridPos");
    return new Grid(
        at.path("x").asInt(-1), at.path("y").asInt(-1), at.path("w").asInt(), at.path("h").asInt());
  }

  /** Where a panel lies, in Grafana's units: a dashboard is 24 wide. */
  record Grid(int x, int y, int w, int h) {
    private static final int WIDTH = 24;

    boolean fits() {
      return x >= 0 && y >= 0 && w > 0 && h > 0 && x + w <= WIDTH;
    }

    boolean overlaps(Grid other) {
      return x < other.x + other.w && other.x < x + w && y < other.y + other.h && other.y < y + h;
    }
  }
}
