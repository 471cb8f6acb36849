package io.joulebook.grafana;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Prometheus' own tool on the rules and their tests, and that those tests find faults. */
@Needs("promtool")
@Execution(ExecutionMode.CONCURRENT)
class AlertTestsWholeTest {
  private static final Pattern SCENARIO = Pattern.compile("(?m)^(?=  - name: )");

  @TempDir private Path folder;

  static List<Path> files() throws IOException {
    return AlertTests.files();
  }

  @Test
  void theConfigurationAndItsRulesAreValid() throws Exception {
    Program check = promtool(Dashboard.folder(), "check", "config", "prometheus/prometheus.yml");
    assertThat(check.exit()).as(check.output()).isZero();
    assertThat(check.output()).contains("2 rule files found");
  }

  @Test
  void aFileOfTestsRunsWithAllRulesAsItStands() throws Exception {
    Program test =
        promtool(Dashboard.folder(), "test", "rules", "prometheus/tests/budgets.test.yml");
    assertThat(test.exit()).as(test.output()).isZero();
  }

  // Rules that none of a file's scenarios reads change nothing there, and take most of the time.
  @ParameterizedTest
  @MethodSource("files")
  void theRulesDoWhatTheirTestsSay(Path file) throws Exception {
    String name = "prometheus/tests/" + file.getFileName();
    writeWithNeededRules(name, Files.readString(Dashboard.folder().resolve(name)));
    Program test = promtool(folder, "test", "rules", name);
    assertThat(test.exit()).as(test.output()).isZero();
  }

  @Test
  void everyAlertIsSeenQuietThenFiringThenQuietAgain() throws IOException {
    assertThat(AlertTests.read().untested(Rule.alerts())).isEmpty();
  }

  @Test
  void anAlertThatIsNeverSeenToEndIsFound() throws IOException {
    AlertTests tests = AlertTests.read();
    List<Yaml> without =
        tests.scenarios().stream()
            .filter(scenario -> !scenario.text("name").equals("readings that fail"))
            .toList();
    assertThat(new AlertTests(without).untested(Rule.alerts()))
        .containsExactly("JoulebookPowerErrors{severity=warning}");
  }

  @Test
  void anAlertOfTheSameNameDoesNotStandInForAnother() throws IOException {
    AlertTests tests = AlertTests.read();
    List<Yaml> without =
        tests.scenarios().stream()
            .filter(scenario -> !scenario.text("name").equals("a scale-down to nothing"))
            .toList();
    assertThat(new AlertTests(without).untested(Rule.alerts()))
        .containsExactly("JoulebookAgentGone{check=job, severity=info}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "burn.test.yml; a third of the calls are over budget for half an hour; "
            + "joulebook.alerts.yml; 14.4 * (1; 44 * (1",
        "burn.test.yml; one call over budget in few; "
            + "joulebook.alerts.yml; increase1h >= 10; increase1h >= 1",
        "burn.test.yml; a loose objective; " + "joulebook.alerts.yml; 0.99); 2)",
        "burn.test.yml; a third of the calls are over budget for half an hour; "
            + "joulebook.alerts.yml; keep_firing_for: 5m; keep_firing_for: 5h",
        "burn.test.yml; JVMs that restart; "
            + "joulebook.rules.yml; rate(joulebook_budget_calls_total; "
            + "delta(joulebook_budget_calls_total",
        "burn.test.yml; a third of the calls are over budget for half an hour; "
            + "joulebook.alerts.yml; keep_firing_for: 30m; keep_firing_for: 1m",
        "burn.test.yml; a third of the calls are over budget for half an hour; "
            + "joulebook.alerts.yml; for: 1h; for: 3h",
        "burn.test.yml; a third of the calls are over budget for half an hour; "
            + "joulebook.rules.yml; by (job, budget, source); by (job, budget)",
        "burn.test.yml; a nightly job; "
            + "joulebook.rules.yml; objective_ratio:max[6h]; objective_ratio:max[5m]",
        "burn.test.yml; an objective that is lowered; "
            + "joulebook.rules.yml; job_budget:joulebook_budget_objective_ratio:max[6h]; "
            + "joulebook_budget_objective_ratio[6h]",
        "day.test.yml; a budget of 10 kWh per day; "
            + "joulebook.alerts.yml; 86400 - time(); 43200 - time()",
        "day.test.yml; a budget of 10 kWh per day; "
            + "joulebook.alerts.yml; hour() < 3; hour() < 0",
        "day.test.yml; a JVM that is young; "
            + "joulebook.alerts.yml; joulebook_build_info[1h] offset 1h; "
            + "joulebook_build_info[1h]",
        "day.test.yml; two sources in one JVM; "
            + "joulebook.rules.yml; day_joules{source=\"nvml\"} > 0; "
            + "day_joules{source=\"nvml\"} > 9000000",
        "day.test.yml; watts of which some are simulated; "
            + "joulebook.rules.yml; source=\"simulated\"; source=\"hwmon\"",
        "day.test.yml; watts of which some are simulated; "
            + "joulebook.rules.yml; 1, sum by (job; 0, sum by (job",
        "day.test.yml; watts of which some are simulated; "
            + "joulebook.alerts.yml; ,source!=%q}) > 0; ,source!=%q})",
        "day.test.yml; a meter that is not missed for ever; "
            + "joulebook.rules.yml; measured_joules:group[1d]; measured_joules:group[1w]",
        "day.test.yml; a budget of 10 kWh per day; "
            + "joulebook.alerts.yml; sum by (job, instance, budget) (joulebook_budget_day; "
            + "sum by (job, budget) (joulebook_budget_day",
        "books.test.yml; accounts that do not add up; " + "joulebook.alerts.yml; + 1e-12; + 0",
        "books.test.yml; gaps that are no refusals; "
            + "joulebook.alerts.yml; "
            + "last_over_time(joulebook_entries_refused_total[1d] offset 1h); "
            + "joulebook_entries_refused_total offset 1h",
        "books.test.yml; a receipt that is refused; "
            + "joulebook.alerts.yml; count_over_time(joulebook_build_info[1h]); "
            + "count_over_time(joulebook_entries_refused_total[1h])",
        "meter.test.yml; a sensor that stops counting; "
            + "joulebook.alerts.yml; joulebook_measured_joules_total) > 0; "
            + "joulebook_measured_joules_total) >= 0",
        "meter.test.yml; an engine that is not metered; "
            + "joulebook.alerts.yml; {state=\"not_metered\"}) == 1; ) == 1",
        "meter.test.yml; a rule that matches nothing; "
            + "joulebook.alerts.yml; min by (job, kind; max by (job, kind",
        "meter.test.yml; an agent that is gone; "
            + "joulebook.alerts.yml; group by (job, instance) (up); "
            + "group by (job, instance) (last_over_time(up[1d]))",
        "meter.test.yml; an agent that is gone; "
            + "joulebook.alerts.yml; unless on (job, instance); unless on (job)",
        "meter.test.yml; a restart that has not inferred yet; "
            + "joulebook.alerts.yml; "
            + "group by (job, instance) (joulebook_hook_installed == 1); "
            + "group by (job, instance) (joulebook_build_info)",
        "meter.test.yml; a redeployment that has not inferred yet; "
            + "joulebook.alerts.yml; group by (job) (joulebook_hook_installed == 1); "
            + "group by (job) (joulebook_build_info)",
        "meter.test.yml; a restart that has not inferred yet; "
            + "joulebook.alerts.yml; installed == 1; "
            + "installed{hook!~\"jdk-httpserver|servlet\"} == 1",
        "meter.test.yml; a meter that is lost at a restart; "
            + "joulebook.rules.yml; measured_joules:group[1d]; measured_joules:group[5m]",
        "energy.test.yml; instances with a meter and without one; "
            + "joulebook.alerts.yml; and on (job, instance); and on (job)",
        "energy.test.yml; instances with a meter and without one; "
            + "joulebook.alerts.yml; measured_joules:last1d_group; measured_joules:group",
        "energy.test.yml; joules per call; "
            + "joulebook.rules.yml; (sum by (job, model, operation, source) (rate("
            + "joulebook_call_energy_joules_count; (avg by (job, model, operation, source) (rate("
            + "joulebook_call_energy_joules_count",
        "carbon.test.yml; a feed whose data are old; " + "joulebook.alerts.yml; > 7200; > 72000",
        "regression.test.yml; a release that takes half as much again; "
            + "joulebook.alerts.yml; >= 100; >= 1",
        "regression.test.yml; a release that takes half as much again; "
            + "joulebook.alerts.yml; offset 1w; offset 1h",
      })
  void aFaultInARuleTurnsItsTestRed(
      String test, String scenario, String file, String part, String instead) throws Exception {
    copy("prometheus/tests/" + test, scenario);
    Path rules = folder.resolve("prometheus/rules").resolve(file);
    String text = Files.readString(rules);
    String none = instead == null ? "" : instead;
    assertThat(text).contains(part);
    Files.writeString(rules, text.replace(part, none));
    Program red = promtool(folder, "test", "rules", "prometheus/tests/" + test);
    assertThat(red.exit()).as(red.output()).isNotZero();
    assertThat(red.output()).contains("FAILED").doesNotContain("could not parse");
  }

  /** A whole file takes promtool ten times as long as the scenario that a fault turns red. */
  private void copy(String test, String scenario) throws IOException {
    List<String> parts =
        SCENARIO.splitAsStream(Files.readString(Dashboard.folder().resolve(test))).toList();
    List<String> left =
        parts.stream().skip(1).filter(part -> part.startsWith(named(scenario))).toList();
    assertThat(left).as(scenario).hasSize(1);
    writeWithNeededRules(test, parts.get(0) + left.get(0));
  }

  private static String named(String scenario) {
    return "  - name: " + scenario + "\n";
  }

  private void writeWithNeededRules(String test, String text) throws IOException {
    Path copy =
        Files.createDirectories(folder.resolve("prometheus/tests"))
            .resolve(Path.of(test).getFileName());
    Files.writeString(copy, text);
    RuleGroups needed = RuleGroups.neededBy(copy);
    Path rules = Files.createDirectories(folder.resolve("prometheus/rules"));
    for (String name : Rule.FILES) {
      Files.writeString(rules.resolve(name), needed.of(name));
    }
  }

  private static Program promtool(Path folder, String... arguments) throws Exception {
    ProcessBuilder builder = new ProcessBuilder("promtool").directory(folder.toFile());
    builder.command().addAll(List.of(arguments));
    builder.environment().put("GOGC", "400"); // a fifth of its time is else garbage collection
    return Program.run(builder);
  }
}
