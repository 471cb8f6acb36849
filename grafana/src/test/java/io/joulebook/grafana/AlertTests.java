package io.joulebook.grafana;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The tests of rules that promtool runs, and what they leave out. */
record AlertTests(List<Yaml> scenarios) {
  private static final Map<String, Long> MINUTES = Map.of("d", 1440L, "h", 60L, "m", 1L);
  private static final Pattern TIME = Pattern.compile("(\\d+)([dhm])");

  static List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(Dashboard.folder().resolve("prometheus/tests"))) {
      return files.sorted().toList();
    }
  }

  static AlertTests read() throws IOException {
    List<Yaml> scenarios = new ArrayList<>();
    for (Path file : files()) {
      scenarios.addAll(Yaml.read(file).list("tests"));
    }
    return new AlertTests(scenarios);
  }

  /** The rules that no scenario shows quiet, then firing, then quiet again. */
  List<String> untested(List<Rule> alerts) {
    return alerts.stream()
        .filter(alert -> scenarios.stream().noneMatch(scenario -> tells(scenario, alert)))
        .map(Rule::fullName)
        .toList();
  }

  private static boolean tells(Yaml scenario, Rule alert) {
    List<Yaml> looks =
        scenario.list("alert_rule_test").stream()
            .filter(look -> look.text("alertname").equals(alert.name()))
            .toList();
    return looks.stream()
        .filter(look -> fires(look, alert))
        .anyMatch(
            firing ->
                looks.stream().anyMatch(look -> !fires(look, alert) && time(look) < time(firing))
                    && looks.stream()
                        .anyMatch(look -> !fires(look, alert) && time(look) > time(firing)));
  }

  private static boolean fires(Yaml look, Rule alert) {
    return look.list("exp_alerts").stream()
        .map(expected -> expected.at("exp_labels").map())
        .anyMatch(labels -> labels.entrySet().containsAll(alert.labels().entrySet()));
  }

  private static long time(Yaml look) {
    return TIME.matcher(look.text("eval_time"))
        .results()
        .mapToLong(part -> Long.parseLong(part.group(1)) * MINUTES.get(part.group(2)))
        .sum();
  }
}
