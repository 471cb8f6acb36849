package io.joulebook.grafana;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a dashboard must be like, its queries apart. A fault is one line. */
final class LayoutRules {
  private static final String DATASOURCE = "${datasource}";
  private static final Set<String> UNITS =
      Set.of(
          "joule",
          "watt",
          "kwatth",
          "litre",
          "celsius",
          "hertz",
          "s",
          "percentunit",
          "short",
          "locale",
          "none");
  private static final Pattern FREE_UNIT = Pattern.compile("(suffix:|prefix:|si:)\\s*\\S.*");
  private static final Pattern GRAMS = Pattern.compile("\\b[nµmk]?g(?!CO2e)\\b");
  private static final Pattern VARIABLE = Pattern.compile("\\$\\{?([a-zA-Z_]\\w*)");
  private static final Set<String> BUILT_IN =
      Set.of(
          "__rate_interval",
          "__range",
          "__interval",
          "__interval_ms",
          "__from",
          "__all",
          "__url_time_range",
          "__value");
  private static final String ALERTS =
      "ALERTS{alertname=~\"Joulebook.*\",alertstate=\"firing\",job=~\"$job|\"}";
  private static final Pattern LINK =
      Pattern.compile(
          "/d/joulebook-[a-z-]+\\?\\$\\{__url_time_range}&"
              + Stream.of("datasource", "job", "namespace", "pod", "instance")
                  .map(name -> "\\$\\{" + name + ":queryparam}&")
                  .collect(Collectors.joining())
              + ".*");
  private static final String GREY = "#8e8e96";
  private static final Set<Integer> SCHEMAS = Set.of(39, 40, 41);

  private final Dashboard dashboard;
  private final List<String> faults = new ArrayList<>();

  private LayoutRules(Dashboard dashboard) {
    this.dashboard = dashboard;
  }

  static List<String> faults(Dashboard dashboard) {
    LayoutRules rules = new LayoutRules(dashboard);
    rules.checkDashboard();
    rules.checkLinks();
    rules.checkAnnotations();
    rules.checkVariables();
    rules.checkDatasources(dashboard.json());
    rules.checkGrid(dashboard.atOnce());
    dashboard.atOnce().forEach(rules::checkRow);
    dashboard.panels().forEach(rules::checkPanel);
    return rules.faults;
  }

  private void require(boolean fine, String fault) {
    if (!fine) {
      faults.add(fault);
    }
  }

  private void checkDashboard() {
    require(
        SCHEMAS.contains(dashboard.json().path("schemaVersion").asInt()),
        "schemaVersion is none of " + SCHEMAS);
    require(dashboard.uid().matches("joulebook-[a-z-]{3,30}"), "no uid of ours");
    require(dashboard.json().path("id").isMissingNode(), "id is Grafana's to give");
    require(
        Dashboard.stream(dashboard.json().path("tags"))
            .anyMatch(tag -> tag.asText().equals("joulebook")),
        "no tag joulebook");
    requireUnique(Panel::id, "id");
    requireUnique(Panel::title, "title");
  }

  // To the other dashboards, of the same time and with the same variables.
  private void checkLinks() {
    require(
        Dashboard.stream(dashboard.json().path("links"))
            .anyMatch(
                link ->
                    link.path("type").asText().equals("dashboards")
                        && link.at("/tags/0").asText().equals("joulebook")
                        && link.path("keepTime").asBoolean()
                        && link.path("includeVars").asBoolean()),
        "no links to the other dashboards");
    dashboard.json().findValuesAsText("url").stream()
        .filter(url -> !url.isEmpty() && !LINK.matcher(url).matches())
        .forEach(url -> faults.add("a link that loses the time or the variables: " + url));
  }

  private void checkAnnotations() {
    require(
        Dashboard.stream(dashboard.json().at("/annotations/list"))
            .anyMatch(annotation -> annotation.path("expr").asText().equals(ALERTS)),
        "alerts that fire are not marked");
  }

  private void requireUnique(Function<Panel, Object> part, String name) {
    Set<Object> seen = new HashSet<>();
    dashboard.everything().stream()
        .map(part)
        .filter(value -> !seen.add(value))
        .forEach(value -> faults.add("two panels have the " + name + " " + value));
  }

  private void checkVariables() {
    Set<String> declared =
        dashboard.variables().stream().map(Variable::name).collect(Collectors.toSet());
    for (String name : List.of("datasource", "job", "namespace", "pod", "instance", "model")) {
      require(declared.contains(name), "no variable " + name);
    }
    VARIABLE
        .matcher(dashboard.json().toString())
        .results()
        .map(found -> found.group(1))
        .filter(name -> !declared.contains(name) && !BUILT_IN.contains(name))
        .distinct()
        .forEach(name -> faults.add("variable used and not declared: " + name));
    dashboard.variables().stream()
        .filter(variable -> variable.type().equals("query"))
        .forEach(this::checkVariable);
  }

  // One value is for =, several are for =~; and what came since the page was opened is offered too.
  private void checkVariable(Variable variable) {
    JsonNode json = variable.json();
    String used = dashboard.json().path("panels").toString();
    require(
        !(variable.name().equals("job") && variable.isMany()),
        "variable job: the same joules may be on two exporters, so one is chosen");
    require(json.path("refresh").asInt() == 2, "variable " + variable.name() + ": not refreshed");
    require(
        !variable.isMany() || json.path("allValue").asText().equals(".*"),
        "variable " + variable.name() + ": all is not .*");
    String wrong = (variable.isMany() ? "[^~]=" : "=~") + "\\\\\"\\$" + variable.name() + "\\b";
    require(
        !Pattern.compile(wrong).matcher(used).find(),
        "variable " + variable.name() + ": matched with the wrong operator");
  }

  private void checkDatasources(JsonNode node) {
    JsonNode datasource = node.path("datasource");
    String uid = datasource.path("uid").asText();
    boolean fine =
        datasource.isMissingNode()
            || uid.equals(DATASOURCE)
            || (uid.equals("-- Grafana --") && node.path("builtIn").asInt() == 1);
    require(fine, "a data source other than the variable: " + datasource);
    node.forEach(this::checkDatasources);
  }

  private void checkGrid(List<Panel> panels) {
    for (int i = 0; i < panels.size(); i++) {
      Panel panel = panels.get(i);
      require(panel.grid().fits(), panel.title() + ": does not fit the grid");
      panels.subList(0, i).stream()
          .filter(other -> other.grid().overlaps(panel.grid()))
          .forEach(other -> faults.add(panel.title() + ": overlaps " + other.title()));
    }
  }

  // Grafana shows a closed row's panels below it once it is opened, and moves what follows down.
  private void checkRow(Panel row) {
    List<Panel> inside = row.inside();
    boolean isClosed = row.json().path("collapsed").asBoolean();
    require(isClosed == !inside.isEmpty(), row.title() + ": closed and empty, or open and filled");
    checkGrid(inside);
    inside.stream()
        .filter(panel -> panel.grid().y() <= row.grid().y())
        .forEach(panel -> faults.add(panel.title() + ": above its row"));
  }

  private void checkPanel(Panel panel) {
    require(!panel.title().isBlank(), "panel " + panel.id() + ": no title");
    require(panel.description().endsWith("."), panel.title() + ": no description");
    require(
        panel.json().path("datasource").isObject()
            && panel.targets().stream().allMatch(t -> t.json().path("datasource").isObject()),
        panel.title() + ": no data source");
    panel.units().stream()
        .filter(unit -> !UNITS.contains(unit) && !FREE_UNIT.matcher(unit).matches())
        .forEach(unit -> faults.add(panel.title() + ": unknown unit \"" + unit + "\""));
    panel.units().stream()
        .filter(unit -> GRAMS.matcher(unit).find())
        .forEach(unit -> faults.add(panel.title() + ": not in gCO2e: \"" + unit + "\""));
    checkUnknown(panel);
  }

  // What is not known must look so: an empty stat would else be taken for a broken one, or for 0,
  // and large words in green for good news.
  private void checkUnknown(Panel panel) {
    require(
        panel.noValue().matches("[a-z ]{4,}"), panel.title() + ": no words for what is not known");
    boolean isGrey = panel.unknownColor().equals(GREY);
    require(
        !panel.isOneNumber() || panel.isOnColor() || isGrey,
        panel.title() + ": what is not known is not grey");
    require(
        panel.json().findValues("spanNulls").stream().noneMatch(JsonNode::asBoolean),
        panel.title() + ": draws a line over a gap");
  }
}
