package io.joulebook.grafana;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** A mapping of a YAML file. */
record Yaml(Map<String, Object> map) {
  static Yaml read(Path file) throws IOException {
    return all(file).get(0);
  }

  /** All documents of a file. */
  static List<Yaml> all(Path file) throws IOException {
    List<Yaml> documents = new ArrayList<>();
    Load load = new Load(LoadSettings.builder().build());
    load.loadAllFromString(Files.readString(file)).forEach(node -> documents.add(of(node)));
    return documents;
  }

  @SuppressWarnings("unchecked")
  static Yaml of(Object node) {
    return new Yaml((Map<String, Object>) node);
  }

  /** The mapping under that key; an empty one if there is none. */
  Yaml at(String key) {
    return of(map.getOrDefault(key, Map.of()));
  }

  /** The mappings listed under that key. */
  List<Yaml> list(String key) {
    return values(key).stream().map(Yaml::of).toList();
  }

  List<?> values(String key) {
    return (List<?>) map.getOrDefault(key, List.of());
  }

  /** A text, or an empty one. */
  String text(String key) {
    return String.valueOf(map.getOrDefault(key, ""));
  }

  boolean has(String key) {
    return map.containsKey(key);
  }
}
