package io.joulebook.grafana;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A recording or alerting rule of Prometheus. */
record Rule(Yaml yaml) {
  static final List<String> FILES = List.of("joulebook.rules.yml", "joulebook.alerts.yml");

  static Path folder() {
    return Dashboard.folder().resolve("prometheus/rules");
  }

  /** All rules that are shipped. */
  static List<Rule> all() throws IOException {
    List<Rule> rules = new ArrayList<>();
    for (String file : FILES) {
      Yaml.read(folder().resolve(file)).list("groups").stream()
          .flatMap(group -> group.list("rules").stream())
          .forEach(yaml -> rules.add(new Rule(yaml)));
    }
    return rules;
  }

  static List<Rule> alerts() throws IOException {
    return all().stream().filter(Rule::isAlert).toList();
  }

  boolean isAlert() {
    return yaml.has("alert");
  }

  String name() {
    return yaml.text(isAlert() ? "alert" : "record");
  }

  /** The name, and of alerts the labels that tell those of one name apart. */
  String fullName() {
    return isAlert() ? name() + labels() : name();
  }

  String expression() {
    return yaml.text("expr");
  }

  /** The labels that the rule itself sets. */
  Map<String, String> labels() {
    Map<String, String> labels = new TreeMap<>();
    yaml.at("labels").map().forEach((label, value) -> labels.put(label, String.valueOf(value)));
    return labels;
  }

  String annotation(String name) {
    return yaml.at("annotations").text(name);
  }
}
