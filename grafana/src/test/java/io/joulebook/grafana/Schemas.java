package io.joulebook.grafana;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What Grafana's own types say of a dashboard and its panels, from the folder {@code schemas}. They
 * are strict: a property that they do not know is a fault, and so is one that they want and is
 * missing, though Grafana would fill it in.
 */
final class Schemas {
  /** What Grafana and its Prometheus data source write, and the types leave out. */
  private static final Set<String> OF_ANNOTATIONS =
      Set.of("expr", "step", "tagKeys", "textFormat", "titleFormat");

  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final SchemaRegistry REGISTRY =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7);

  private final Map<String, Schema> read = new HashMap<>();

  static Path folder() {
    return Dashboard.folder().resolve("schemas");
  }

  /** What is wrong with the dashboard, a line each. */
  List<String> faults(Dashboard dashboard) {
    List<String> faults = new ArrayList<>();
    check("dashboard", withoutDataSourcesOwn(dashboard.json()), "", faults);
    for (Panel panel : dashboard.panels()) {
      check(panel.type() + "-options", panel.json().path("options"), panel.title(), faults);
      checkCustom(panel, faults);
    }
    return faults;
  }

  // Panels without options of their own for fields have no schema for them.
  private void checkCustom(Panel panel, List<String> faults) {
    JsonNode custom = panel.json().path("fieldConfig").path("defaults").path("custom");
    String name = panel.type() + "-custom";
    if (Files.exists(file(name))) {
      check(
          name, custom.isMissingNode() ? MAPPER.createObjectNode() : custom, panel.title(), faults);
    } else if (!custom.isMissingNode()) {
      faults.add(panel.title() + ": a " + panel.type() + " has no custom options");
    }
  }

  private static JsonNode withoutDataSourcesOwn(ObjectNode dashboard) {
    ObjectNode copy = dashboard.deepCopy();
    objects(copy.at("/annotations/list")).forEach(one -> one.remove(OF_ANNOTATIONS));
    objects(copy.at("/templating/list")).forEach(one -> one.remove("definition"));
    return copy;
  }

  private static Stream<ObjectNode> objects(JsonNode list) {
    return Dashboard.stream(list).map(ObjectNode.class::cast);
  }

  private void check(String schema, JsonNode json, String where, List<String> faults) {
    read.computeIfAbsent(schema, Schemas::of).validate(json).stream()
        .map(error -> where + error.getInstanceLocation() + ": " + error.getMessage())
        .forEach(faults::add);
  }

  private static Path file(String name) {
    return folder().resolve(name + ".json");
  }

  private static Schema of(String name) {
    try {
      return REGISTRY.getSchema(MAPPER.readTree(file(name).toFile()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
