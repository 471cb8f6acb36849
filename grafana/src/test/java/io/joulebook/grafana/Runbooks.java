package io.joulebook.grafana;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** What to do about each alert: {@code docs/runbooks.md}. */
record Runbooks(Map<String, String> sections) {
  /** What each section answers, in this order. */
  static final List<String> QUESTIONS =
      List.of("**Meaning.**", "**Look at.**", "**Do.**", "**Silence.**");

  private static final Pattern HEADING = Pattern.compile("^### (\\w+)$", Pattern.MULTILINE);
  private static final Pattern CODE = Pattern.compile("```promql\\n(.*?)```", Pattern.DOTALL);

  static Runbooks read() throws IOException {
    return of(Files.readString(Path.of(Dashboard.folder() + "/../docs/runbooks.md")));
  }

  static Runbooks of(String page) {
    List<MatchResult> headings = HEADING.matcher(page).results().toList();
    Map<String, String> sections = new LinkedHashMap<>();
    for (int i = 0; i < headings.size(); i++) {
      int end = i + 1 < headings.size() ? headings.get(i + 1).start() : page.length();
      sections.put(headings.get(i).group(1), page.substring(headings.get(i).end(), end));
    }
    return new Runbooks(sections);
  }

  /** What an alert's annotation is: the agents say where their runbooks are. */
  static String link(String alert) {
    return "{{ with query \"joulebook_runbooks_info\" }}{{ with (. | first).Labels }}"
        + "{{ if .url }}{{ .url }}{{ else }}http://{{ .instance }}/runbooks{{ end }}{{ end }}"
        + "{{ else }}docs/runbooks.md{{ end }}#"
        + anchor(alert);
  }

  static String anchor(String alert) {
    return alert.toLowerCase(Locale.ROOT);
  }

  /** The queries of all sections. */
  List<String> queries() {
    return sections.values().stream()
        .flatMap(text -> CODE.matcher(text).results())
        .map(found -> found.group(1))
        .toList();
  }

  /** Alerts without a section, sections without an alert, and sections that leave a question. */
  List<String> faults(List<String> alerts) {
    List<String> faults = new ArrayList<>();
    alerts.stream()
        .filter(alert -> !sections.containsKey(alert))
        .forEach(alert -> faults.add("no section: " + alert));
    sections.keySet().stream()
        .filter(section -> !alerts.contains(section))
        .forEach(section -> faults.add("no such alert: " + section));
    sections.forEach(
        (alert, text) ->
            QUESTIONS.stream()
                .filter(question -> !text.contains(question))
                .forEach(question -> faults.add(alert + " lacks " + question)));
    sections.forEach(
        (alert, text) -> {
          if (!text.contains("```promql")) {
            faults.add(alert + " lacks a query");
          }
        });
    return faults;
  }
}
