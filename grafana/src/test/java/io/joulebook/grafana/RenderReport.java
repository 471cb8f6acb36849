package io.joulebook.grafana;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What was asked, answered and drawn. */
record RenderReport(JsonNode json) {
  // What a page shows when a program has gone wrong.
  private static final Pattern NONSENSE =
      Pattern.compile("NaN|undefined|\\[object|Infinity|Invalid");

  /** The boards of that theme. */
  List<Board> boards(String theme) {
    return Dashboard.stream(json)
        .filter(board -> board.path("theme").asText().equals(theme))
        .map(Board::new)
        .toList();
  }

  Board board(String name) {
    return boards("dark").stream()
        .filter(board -> board.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  /** One of them. */
  record Board(JsonNode json) {
    String name() {
      return json.path("name").asText();
    }

    List<JsonNode> panels() {
      return Dashboard.stream(json.path("panels")).toList();
    }

    JsonNode panel(String title) {
      return panels().stream()
          .filter(panel -> panel.path("title").asText().equals(title))
          .findFirst()
          .orElseThrow();
    }

    /** What a person would call broken, where all of these models are to be seen. */
    List<String> faults(Set<String> models) {
      List<String> faults = new ArrayList<>();
      json.path("console").forEach(line -> faults.add("console: " + line.asText()));
      json.path("broken").asText("").lines().forEach(line -> faults.add("broken: " + line));
      panels().forEach(panel -> check(panel, models, faults));
      return faults;
    }

    private static void check(JsonNode panel, Set<String> models, List<String> faults) {
      List<String> found = new ArrayList<>();
      panel.path("broken").asText("").lines().forEach(line -> found.add("broken: " + line));
      panel.path("unknownUnits").forEach(unit -> found.add("unknown unit " + unit.asText()));
      panel.path("queries").forEach(query -> check(query, found));
      panel.path("queries").forEach(query -> checkModels(query, models, found));
      if (NONSENSE.matcher(panel.path("drawn").asText()).find()) {
        found.add("draws " + panel.path("drawn").asText());
      }
      found.forEach(fault -> faults.add(panel.path("title").asText() + ": " + fault));
    }

    private static void check(JsonNode query, List<String> faults) {
      String expression = query.path("expression").asText();
      if (query.has("error")) {
        faults.add(query.path("error").asText());
      } else if (query.path("points").asInt() == 0 && !Absences.excuse(expression)) {
        faults.add("no data of " + expression);
      }
    }

    // One that compares models shows them all, or none.
    private static void checkModels(JsonNode query, Set<String> models, List<String> faults) {
      Set<String> shown = new HashSet<>(query.path("labels").findValuesAsText("model"));
      if (!shown.isEmpty() && !shown.equals(models)) {
        faults.add("of the models only " + shown);
      }
    }

    /** The texts that the panel shows, in the panel's format. */
    Stream<String> texts(String title) {
      return Dashboard.stream(panel(title).path("texts")).map(JsonNode::asText);
    }
  }
}
