package io.joulebook.grafana;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** A dashboard in Grafana's classic JSON. */
record Dashboard(ObjectNode json) {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  static Path folder() {
    return Path.of(System.getProperty("joulebook.basedir", "")).toAbsolutePath();
  }

  static Dashboard named(String name) throws IOException {
    return read(folder().resolve("dashboards/" + name + ".json"));
  }

  /** All of them. */
  static List<Dashboard> all() throws IOException {
    List<Dashboard> all = new ArrayList<>();
    for (Path file : files()) {
      all.add(read(file));
    }
    return all;
  }

  /** All dashboards of this module. */
  static List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(folder().resolve("dashboards"))) {
      return files.sorted().toList();
    }
  }

  static Dashboard read(Path file) throws IOException {
    return new Dashboard((ObjectNode) MAPPER.readTree(file.toFile()));
  }

  /** What its address ends in. */
  String uid() {
    return json.path("uid").asText();
  }

  Dashboard copy() {
    return new Dashboard(json.deepCopy());
  }

  /** The panels that show something: no rows. */
  List<Panel> panels() {
    return everything().stream().filter(panel -> !panel.type().equals("row")).toList();
  }

  /** Panels and rows, those of closed rows after their row. */
  List<Panel> everything() {
    return atOnce().stream()
        .flatMap(panel -> Stream.concat(Stream.of(panel), panel.inside().stream()))
        .toList();
  }

  /** Panels and rows that are on the page when it is opened. */
  List<Panel> atOnce() {
    return Panel.in(json);
  }

  /** The panel of that title. */
  Panel panel(String title) {
    return panels().stream().filter(panel -> panel.title().equals(title)).findFirst().orElseThrow();
  }

  List<Variable> variables() {
    return stream(json.path("templating").path("list"))
        .map(node -> new Variable((ObjectNode) node))
        .toList();
  }

  static Stream<JsonNode> stream(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false);
  }
}
