package io.joulebook.grafana;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each rule finds the fault that it is there for: a dashboard with one thing spoilt. */
class RulesTest {
  private static final String MEAN = "Energy per call by model";
  private static final String POWER = "Power by account";
  private static final String STAT = "Power now";
  private static final String SENSORS = "State of the sensors";
  private static final String MODELS = "Models";
  private static final String WATER = "Water";
  private static final String SAVED = "Saved, and whether it can be told";
  private static final String BURN = "Burn rate, critical alerts";

  @ParameterizedTest
  @MethodSource({"spoiltQueries", "spoiltWindows", "spoiltLayouts", "spoiltPanels"})
  void theFaultIsFound(Consumer<Dashboard> spoil, String title, String fault) throws IOException {
    Dashboard dashboard = showing(title);
    spoil.accept(dashboard);
    List<String> faults = new ArrayList<>(LayoutRules.faults(dashboard));
    faults.addAll(QueryRules.faults(dashboard, Catalogue.read()));
    assertThat(faults).anyMatch(found -> found.contains(fault));
  }

  private static Dashboard showing(String title) throws IOException {
    return Dashboard.all().stream()
        .filter(board -> board.panels().stream().anyMatch(panel -> panel.title().equals(title)))
        .findFirst()
        .orElseThrow();
  }

  static Stream<Arguments> spoiltQueries() {
    return Stream.of(
        query("misspelt metric", MEAN, "call_energy", "cal_energy", "no such metric: joulebook_c"),
        query("foreign metric", POWER, "joulebook_energy", "up_energy", "no such metric: up_"),
        query(
            "histogram's part", MEAN, "joules_count", "joules", "no such metric: joulebook_call_"),
        query("nameless series", POWER, "joulebook_energy_joules_total", "", "without a name"),
        query("label matched", POWER, "{job", "{modl=\"x\",job", "has no label modl"),
        query("value matched", SENSORS, "phase_locked", "phase_lokd", "state is never phase_lokd"),
        query("label kept", POWER, "account", "acount", "acount"),
        query("no job", POWER, "job=\"$job\",", "", "lacks job"),
        query("instance hard-coded", POWER, "$instance", "a:1", "lacks instance"),
        query("no namespace", POWER, "namespace=~\"$namespace\",", "", "lacks namespace"),
        query("no pod", BURN, "pod=~\"$pod\",", "", "lacks pod"),
        query("no GPU", POWER, ",device=~\"$gpu\"", "", "lacks device"),
        query("a GPU hard-coded", POWER, "$gpu", "GPU-1", "lacks device"),
        query(
            "devices without a variable",
            BURN,
            "(job, budget, source)",
            "(device)",
            "no variable offers"),
        query("no budget", BURN, "budget=~\"$budget\"", "budget=\"a\"", "lacks budget"),
        query("no model", MEAN, ",model=~\"$model\"", "", "lacks model"),
        query("sources added up", MEAN, "model, source", "model", "joules_sum is summed over so"),
        query("added up at last", STAT, "sum by (source)", "sum (sum by (source)", "summed over"),
        query("verdicts added up", BURN, "(job, budget, source)", "(job, budget)", "summed over"),
        query(
            "divided by the work of all sources",
            MEAN,
            "/ (sum by (model, source)",
            "/ on (model) group_left () (sum by (model)",
            "joules_count is summed over sources"),
        query(
            "energy joined by instance",
            MEAN,
            "sum by (model, source) (rate(joulebook_call_energy_joules_sum",
            "sum by (job, instance) (rate(joulebook_call_energy_joules_sum",
            "joules_sum is summed over sources"),
        query("grouping by what is left out", POWER, "by (", "without (", "what is kept"),
        query(
            "0 for unknown",
            STAT,
            "[$__rate_interval]))",
            "[$__rate_interval])) or vector(0)",
            "vector()"),
        panel("no query", POWER, p -> p.putArray("targets"), "shows nothing"),
        variable("variable's metric", "joulebook_build_info", "joulebook_info", "no such metric"),
        variable(
            "variable's label",
            "joulebook_build_info",
            "joulebook_build_info{zone=\"a\"}",
            "no label"));
  }

  static Stream<Arguments> spoiltWindows() {
    return Stream.of(
        query("fixed window", POWER, "$__rate_interval", "5m", "window [5m]"),
        query("no window", POWER, "[$__rate_interval]", "", "window []"),
        query("whole range in a graph", POWER, "$__rate_interval", "$__range", "window [$__range]"),
        query("a window of burn rates elsewhere", POWER, "$__rate_interval", "1h", "window [1h]"),
        query("no window of burn rates", BURN, "[1h]", "[4h]", "window [4h]"),
        target("no legend", POWER, t -> t.put("legendFormat", ""), "no legend"),
        target("legend's label", POWER, t -> t.put("legendFormat", "{{zone}}"), "names zone"));
  }

  static Stream<Arguments> spoiltLayouts() {
    return Stream.of(
        dashboard("old schema", d -> d.put("schemaVersion", 16), "schemaVersion"),
        dashboard("no uid", d -> d.remove("uid"), "uid"),
        dashboard("an id", d -> d.put("id", 7), "Grafana's to give"),
        dashboard("no tags", d -> d.remove("tags"), "tag"),
        dashboard("no links", d -> d.remove("links"), "no links"),
        dashboard(
            "links without time",
            d -> ((ObjectNode) d.at("/links/0")).put("keepTime", false),
            "no links"),
        dashboard("no alerts", d -> d.remove("annotations"), "are not marked"),
        dashboard(
            "variable not refreshed",
            d -> ((ObjectNode) d.at("/templating/list/1")).put("refresh", 1),
            "variable job: not refreshed"),
        dashboard(
            "variable's all",
            d -> ((ObjectNode) d.at("/templating/list/2")).put("allValue", ".+"),
            "variable namespace: all"),
        dashboard(
            "all jobs",
            d -> {
              ObjectNode job = (ObjectNode) d.at("/templating/list/1");
              job.put("multi", true).put("includeAll", true).put("allValue", ".*");
            },
            "variable job: the same joules may be on two exporters"),
        query(
            "one of many",
            POWER,
            "instance=~",
            "instance=",
            "variable instance: matched with the wrong"),
        query("many jobs", POWER, "job=", "job=~", "variable job: matched with the wrong"),
        query("many of one", SAVED, "model=", "model=~", "variable from: matched with the wrong"),
        variable(
            "unknown variable",
            "joulebook_build_info",
            "joulebook_build_info{job=\"$cluster\"}",
            "not declared: cluster"),
        panel("same id", POWER, p -> p.put("id", 1), "have the id 1"),
        panel("same title", POWER, p -> p.put("title", STAT), "have the title"),
        panel("lost link", MODELS, p -> spoilLink(p), "loses the time"),
        panel("too wide", MEAN, p -> grid(p).put("w", 13), "does not fit"),
        panel("no grid", MEAN, p -> p.remove("gridPos"), "does not fit"),
        panel("overlap", MEAN, p -> grid(p).put("x", 11), "overlaps " + POWER),
        panel("overlap in a row", WATER, p -> grid(p).put("w", 9), "overlaps Water"),
        panel("above its row", WATER, p -> grid(p).put("y", 3), "above its row"),
        dashboard(
            "a row that is open and filled", WATER, d -> spoilRow(d), "closed and empty, or open"));
  }

  static Stream<Arguments> spoiltPanels() {
    return Stream.of(
        panel("no title", MEAN, p -> p.put("title", " "), "no title"),
        panel("no description", MEAN, p -> p.remove("description"), "no description"),
        panel("no unit", MEAN, p -> defaults(p).remove("unit"), "unknown unit"),
        panel("unit wat", MEAN, p -> defaults(p).put("unit", "wat"), "unknown unit \"wat\""),
        panel("data source", MEAN, p -> p.putObject("datasource").put("uid", "abc"), "abc"),
        panel("panel without data source", MEAN, p -> p.remove("datasource"), "no data source"),
        target("query without data source", MEAN, t -> t.remove("datasource"), "no data source"),
        panel("0 for unknown", STAT, p -> defaults(p).put("noValue", "0"), "not known"),
        panel("no words in a graph", MEAN, p -> defaults(p).remove("noValue"), "not known"),
        panel("unknown in blue", STAT, p -> defaults(p).putArray("mappings"), "not grey"),
        panel("grams of what", MEAN, p -> defaults(p).put("unit", "suffix: mg"), "gCO2e"),
        panel("grams an hour", MEAN, p -> defaults(p).put("unit", "si:g/h"), "gCO2e"),
        panel("gaps bridged", MEAN, RulesTest::bridgeGaps, "over a gap"));
  }

  private static ObjectNode grid(ObjectNode panel) {
    return (ObjectNode) panel.path("gridPos");
  }

  private static ObjectNode defaults(ObjectNode panel) {
    return (ObjectNode) panel.path("fieldConfig").path("defaults");
  }

  private static void bridgeGaps(ObjectNode panel) {
    ((ObjectNode) defaults(panel).path("custom")).put("spanNulls", true);
  }

  private static void spoilRow(ObjectNode board) {
    Dashboard.stream(board.path("panels"))
        .filter(panel -> !panel.path("panels").isEmpty())
        .forEach(row -> ((ObjectNode) row).put("collapsed", false));
  }

  private static void spoilLink(ObjectNode panel) {
    panel.findParent("url").put("url", "/d/joulebook-carbon");
  }

  private static Arguments dashboard(String name, Consumer<ObjectNode> spoil, String fault) {
    return dashboard(name, STAT, spoil, fault);
  }

  private static Arguments dashboard(
      String name, String title, Consumer<ObjectNode> spoil, String fault) {
    Consumer<Dashboard> spoilt = dashboard -> spoil.accept(dashboard.json());
    return Arguments.of(Named.of(name, spoilt), title, fault);
  }

  private static Arguments panel(
      String name, String title, Consumer<ObjectNode> spoil, String fault) {
    Consumer<Dashboard> spoilt = dashboard -> spoil.accept(dashboard.panel(title).json());
    return Arguments.of(Named.of(name, spoilt), title, fault);
  }

  private static Arguments target(
      String name, String title, Consumer<ObjectNode> spoil, String fault) {
    return panel(name, title, panel -> spoil.accept((ObjectNode) panel.at("/targets/0")), fault);
  }

  private static Arguments query(
      String name, String title, String part, String instead, String fault) {
    return target(name, title, target -> replace(target, "expr", part, instead), fault);
  }

  private static Arguments variable(String name, String part, String instead, String fault) {
    return dashboard(
        name,
        json -> replace((ObjectNode) json.at("/templating/list/1/query"), "query", part, instead),
        fault);
  }

  private static void replace(ObjectNode node, String field, String part, String instead) {
    String text = node.path(field).asText();
    assertThat(text).contains(part);
    node.put(field, text.replace(part, instead));
  }
}
