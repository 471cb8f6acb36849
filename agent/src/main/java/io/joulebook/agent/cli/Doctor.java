package io.joulebook.agent.cli;

import static io.joulebook.agent.cli.Checks.NO;
import static io.joulebook.agent.cli.Checks.OK;
import static io.joulebook.agent.cli.Checks.SKIPPED;

import io.joulebook.agent.config.BudgetRules;
import io.joulebook.agent.config.Inputs;
import io.joulebook.agent.config.Keys;
import io.joulebook.agent.config.Resolved;
import io.joulebook.agent.config.Settings;
import io.joulebook.agent.config.SourceName;
import io.joulebook.agent.instrument.Hooks;
import io.joulebook.agent.instrument.KnownEngine;
import io.joulebook.agent.power.Meter;
import io.joulebook.agent.power.PowerSources;
import io.joulebook.agent.runtime.CollectorConfig;
import io.joulebook.agent.runtime.Version;
import io.joulebook.collector.local.InProcessCollector;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToIntFunction;

/**
 * Says what this host can measure and why not the rest, and every setting with its origin. Exit
 * code 0 if energy would be entered in the books with this configuration and nothing in it is
 * wrong; else 1.
 */
public final class Doctor implements ToIntFunction<String[]> {
  private final PrintStream out = System.out;
  private final Checks checks = new Checks(out);
  private final Map<String, String> environment = System.getenv();

  /** Created by name from the root tier. */
  public Doctor() {}

  @Override
  public int applyAsInt(String[] arguments) {
    Settings settings = Settings.resolve(Inputs.ofThisJvm(String.join(",", arguments)));
    checks.hide(settings::hide);
    out.println("Joulebook " + Version.TEXT + " on " + jvm());
    energy(settings);
    price(settings);
    new MetricsChecks(settings, checks).print();
    new FileChecks(settings, checks).print();
    engines(settings);
    configuration(settings);
    boolean well = !checks.failed();
    out.println();
    out.println(well ? "All is well." : "Not all is well: see the lines marked " + NO + ".");
    return well ? 0 : 1;
  }

  private static String jvm() {
    return "Java "
        + System.getProperty("java.version")
        + ", "
        + System.getProperty("os.name")
        + " "
        + System.getProperty("os.arch");
  }

  // ---- energy

  private void energy(Settings settings) {
    checks.title("Energy");
    PowerSources chosen = PowerSources.of(settings, environment);
    chosen.remarks().forEach(remark -> checks.line(NO, "", remark));
    List<SourceProbe.ProbeResult> answers = SourceProbe.ask(chosen);
    boolean metered = answers.stream().filter(answer -> source(answer, NO)).count() > 0;
    if (answers.stream().allMatch(answer -> answer.source() == SourceName.SIMULATED)) {
      List<SourceName> nvml = List.of(SourceName.NVML);
      SourceProbe.ask(PowerSources.of(nvml, settings, environment))
          .forEach(answer -> source(answer, SKIPPED));
    }
    for (SourceName name : List.of(SourceName.RAPL, SourceName.HWMON, SourceName.ESTIMATE)) {
      checks.line(SKIPPED, name.text(), "not supported in this version");
    }
    checks.line(
        metered ? OK : NO, "books", "power.source=" + asked(settings) + " " + verdict(metered));
  }

  /** Shows what a source has found; whether it meters anything. */
  private boolean source(SourceProbe.ProbeResult answer, String markOfProblems) {
    String name = answer.source() == SourceName.SIMULATED ? "simulated" : "nvml";
    if (answer.found().isEmpty()) {
      checks.line(
          markOfProblems,
          name,
          "the driver hangs: it has not answered for "
              + SourceProbe.LIMIT.toSeconds()
              + " s; see dmesg for Xid errors, and try nvidia-smi");
      return false;
    }
    answer.found().get().problem().ifPresent(why -> checks.line(markOfProblems, name, why));
    answer.found().get().meters().forEach(this::meter);
    return !answer.found().get().meters().isEmpty();
  }

  private void meter(Meter meter) {
    String how =
        switch (meter.device().source()) {
          case NVML -> "energy counter";
          case NVML_POWER -> "no energy counter: instant power, integrated";
          case SIMULATED -> "SIMULATED: these joules are invented, for demonstrations";
          default -> "";
        };
    checks.line(
        OK,
        meter.device().source().label(),
        meter.name() + " (" + meter.device().id() + "): " + how);
  }

  private static String asked(Settings settings) {
    return String.join(
        ",", settings.require(Keys.POWER_SOURCE).stream().map(SourceName::text).toList());
  }

  private static String verdict(boolean metered) {
    return metered
        ? "enters energy in the books"
        : "meters nothing here: calls are counted, joules are absent";
  }

  // ---- the rest

  private void price(Settings settings) {
    checks.title("Price");
    List<String> complaints = new ArrayList<>();
    InProcessCollector collector =
        InProcessCollector.open(CollectorConfig.of(settings, complaints::add));
    complaints.addAll(collector.complaints());
    collector.ladder().forEach((feed, what) -> checks.line(OK, feed, what));
    if (collector.ladder().isEmpty() && settings.get(Keys.GRID_ZONE).isPresent()) {
      checks.line(NO, "none", "joules are not priced: no feed of grid.feeds can be had");
    } else if (collector.ladder().isEmpty()) {
      checks.line(SKIPPED, "none", "joules are not priced: set grid.zone, e.g. grid.zone=DE");
    }
    collector.unusedHistory().ifPresent(why -> checks.line(SKIPPED, "history", why));
    complaints.forEach(complaint -> checks.line(NO, "", complaint));
  }

  /** What is metered once a host loads it; which host that will be is not known here. */
  private void engines(Settings settings) {
    checks.title("Engines");
    Set<String> disabled = settings.get(Keys.HOOKS_DISABLED).orElse(Set.of());
    new Hooks(disabled, settings.get(Keys.HOOKS_CUSTOM).orElse(List.of()), why -> {})
        .installed().keySet().stream()
            .sorted()
            .forEach(hook -> checks.line(OK, "hook", hook + ": woven in when a host loads it"));
    Set<String> ignored = settings.get(Keys.ENGINES_IGNORED).orElse(Set.of());
    KnownEngine.ALL.stream()
        .filter(engine -> engine.hook().isEmpty())
        .forEach(
            engine ->
                checks.line(
                    SKIPPED,
                    "engine",
                    engine.product()
                        + " ("
                        + engine.name()
                        + "): "
                        + (ignored.contains(engine.name())
                            ? "left out by engines.ignored"
                            : "not metered; " + engine.howTo())));
    disabled.stream()
        .sorted()
        .forEach(hook -> checks.line(SKIPPED, "hook", hook + ": left out by hooks.disabled"));
  }

  private void configuration(Settings settings) {
    checks.title("Configuration");
    settings.complaints().forEach(complaint -> checks.line(NO, "", complaint));
    for (Resolved<?> value : settings.shown()) {
      String text = value.text().orElse("(unset)");
      checks.setting(value.key(), text, value.origin().text());
    }
    BudgetRules budgets = BudgetRules.of(settings);
    budgets.complaints().forEach(complaint -> checks.line(NO, "", complaint));
    budgets.remarks().forEach(remark -> checks.line(SKIPPED, "", remark));
    rules("models", settings.models().size());
    rules("budgets", budgets.budgets().size());
  }

  private void rules(String key, int count) {
    if (count > 0) {
      checks.setting(key, "rules: " + count, "configuration file");
    }
  }
}
