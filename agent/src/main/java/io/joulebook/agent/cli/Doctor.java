package io.joulebook.agent.cli;

import io.joulebook.agent.config.BudgetRules;
import io.joulebook.agent.config.EndpointRules;
import io.joulebook.agent.config.Inputs;
import io.joulebook.agent.config.Keys;
import io.joulebook.agent.config.Resolved;
import io.joulebook.agent.config.Setting;
import io.joulebook.agent.config.Settings;
import io.joulebook.agent.config.SourceName;
import io.joulebook.agent.instrument.Hooks;
import io.joulebook.agent.instrument.KnownEngine;
import io.joulebook.agent.power.Meter;
import io.joulebook.agent.power.PowerSources;
import io.joulebook.agent.runtime.CollectorConfig;
import io.joulebook.agent.runtime.Version;
import io.joulebook.collector.DiskCheck;
import io.joulebook.collector.http.Endpoint;
import io.joulebook.collector.http.EndpointException;
import io.joulebook.collector.http.EndpointSettings;
import io.joulebook.collector.local.InProcessCollector;
import io.joulebook.collector.receiptlog.ReceiptFile;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToIntFunction;

/**
 * Says what this host can measure and why not the rest, and every setting with its origin. Exit
 * code 0 if energy would be entered in the books with this configuration and nothing in it is
 * wrong; else 1.
 */
public final class Doctor implements ToIntFunction<String[]> {
  private static final String OK = "ok";
  private static final String NO = "no";
  private static final String SKIPPED = "-";

  private boolean saidNo;
  private final PrintStream out = System.out;
  private final Map<String, String> environment = System.getenv();

  /** Created by name from the root tier. */
  public Doctor() {}

  @Override
  public int applyAsInt(String[] arguments) {
    Settings settings = Settings.resolve(Inputs.ofThisJvm(String.join(",", arguments)));
    out.println("Joulebook " + Version.TEXT + " on " + jvm());
    boolean metered = energy(settings);
    boolean priced = price(settings);
    boolean served = metrics(settings);
    files(settings);
    engines(settings);
    boolean sound = configuration(settings);
    boolean well = metered && priced && served && sound && !saidNo;
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

  private boolean energy(Settings settings) {
    title("Energy");
    PowerSources chosen = PowerSources.of(settings, environment);
    chosen.remarks().forEach(remark -> line(NO, "", remark));
    List<SourceProbe.ProbeResult> answers = SourceProbe.ask(chosen);
    boolean metered = answers.stream().filter(answer -> source(answer, NO)).count() > 0;
    if (answers.stream().allMatch(answer -> answer.source() == SourceName.SIMULATED)) {
      List<SourceName> nvml = List.of(SourceName.NVML);
      SourceProbe.ask(PowerSources.of(nvml, settings, environment))
          .forEach(answer -> source(answer, SKIPPED));
    }
    for (SourceName name : List.of(SourceName.RAPL, SourceName.HWMON, SourceName.ESTIMATE)) {
      line(SKIPPED, name.text(), "not supported in this version");
    }
    line(metered ? OK : NO, "books", "power.source=" + asked(settings) + " " + verdict(metered));
    return metered;
  }

  /** Shows what a source has found; whether it meters anything. */
  private boolean source(SourceProbe.ProbeResult answer, String markOfProblems) {
    String name = answer.source() == SourceName.SIMULATED ? "simulated" : "nvml";
    if (answer.found().isEmpty()) {
      line(
          markOfProblems,
          name,
          "the driver hangs: it has not answered for "
              + SourceProbe.LIMIT.toSeconds()
              + " s; see dmesg for Xid errors, and try nvidia-smi");
      return false;
    }
    answer.found().get().problem().ifPresent(why -> line(markOfProblems, name, why));
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
    line(
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

  private boolean price(Settings settings) {
    title("Price");
    List<String> complaints = new ArrayList<>();
    InProcessCollector collector =
        InProcessCollector.open(CollectorConfig.of(settings, complaints::add));
    complaints.addAll(collector.complaints());
    collector.ladder().forEach((feed, what) -> line(OK, feed, what));
    if (collector.ladder().isEmpty() && settings.get(Keys.GRID_ZONE).isPresent()) {
      line(NO, "none", "joules are not priced: no feed of grid.feeds can be had");
    } else if (collector.ladder().isEmpty()) {
      line(SKIPPED, "none", "joules are not priced: set grid.zone, e.g. grid.zone=DE");
    }
    collector.unusedHistory().ifPresent(why -> line(SKIPPED, "history", why));
    complaints.forEach(complaint -> line(NO, "", complaint));
    return complaints.isEmpty();
  }

  private boolean metrics(Settings settings) {
    title("Metrics");
    Optional<InetSocketAddress> address =
        settings.require(Keys.METRICS_ADDRESS).map(given -> given.toSocketAddress());
    micrometer(settings);
    if (address.isEmpty()) {
      line(SKIPPED, "off", "metrics.address=off: nothing is served");
      return true;
    }
    Optional<String> taken = cannotBind(address.get());
    line(
        taken.isEmpty() ? OK : NO,
        "http",
        address.get().getHostString() + ":" + address.get().getPort() + taken.orElse(" is free"));
    return protection(settings) && taken.isEmpty();
  }

  // Only a running host knows whether it has one.
  private void micrometer(Settings settings) {
    if (settings.require(Keys.MICROMETER)) {
      line(
          OK,
          "micrometer",
          "where the application has Micrometer, its registry shows the same joules, e.g. on"
              + " /actuator/prometheus: add up one of the two, never both");
    } else {
      line(SKIPPED, "micrometer", "micrometer=off: nothing in a host's own registry");
    }
  }

  /** Whether what is to protect the endpoint can be used; and who can read it. */
  private boolean protection(Settings settings) {
    EndpointSettings asked = EndpointRules.of(settings, line -> {}).orElseThrow();
    try {
      Endpoint.check(asked).ifPresent(who -> line(SKIPPED, "http", who));
    } catch (EndpointException e) {
      line(NO, "http", String.valueOf(e.getMessage()));
      return false;
    }
    return true;
  }

  private static Optional<String> cannotBind(InetSocketAddress address) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(address);
      return Optional.empty();
    } catch (IOException | IllegalArgumentException e) {
      return Optional.of(
          " cannot be had ("
              + e.getMessage()
              + "): another agent on this host? set metrics.address to another HOST:PORT, 127.0.0.1:0 or off");
    }
  }

  /** Whether what is to be written to disk can be. */
  private void files(Settings settings) {
    title("Files");
    file(
        settings,
        Keys.RECEIPTS_FILE,
        "a file that this user can write to, in a folder that is there",
        ReceiptFile::check);
    String folder = "a folder that this user can write to or make";
    file(settings, Keys.GRID_HISTORY, folder, DiskCheck::folder);
    file(settings, Keys.SHARED_PATH, folder, DiskCheck::folder);
  }

  /** Fails if a path cannot be used; the message says why. */
  private interface PathCheck {
    void check(Path path) throws IOException;
  }

  // What is not shown of a path is not shown by the reason either.
  private void file(Settings settings, Setting<String> key, String allowed, PathCheck check) {
    String path = settings.get(key).orElse("");
    String shown = settings.text(key).orElse("");
    if (path.isEmpty()) {
      line(SKIPPED, key.key(), "unset");
      return;
    }
    try {
      check.check(Path.of(path));
      line(OK, key.key(), shown + " can be written");
    } catch (IOException e) {
      String why = shown.equals(path) ? " (" + DiskCheck.why(e) + ")" : "";
      line(NO, key.key(), shown + " cannot be written" + why + ": it must be " + allowed);
    } catch (InvalidPathException e) {
      line(NO, key.key(), "no path: it must be " + allowed);
    }
  }

  /** What is metered once a host loads it; which host that will be is not known here. */
  private void engines(Settings settings) {
    title("Engines");
    Set<String> disabled = settings.get(Keys.HOOKS_DISABLED).orElse(Set.of());
    new Hooks(disabled, settings.get(Keys.HOOKS_CUSTOM).orElse(List.of()), why -> {})
        .installed().keySet().stream()
            .sorted()
            .forEach(hook -> line(OK, "hook", hook + ": woven in when a host loads it"));
    Set<String> ignored = settings.get(Keys.ENGINES_IGNORED).orElse(Set.of());
    KnownEngine.ALL.stream()
        .filter(engine -> engine.hook().isEmpty())
        .forEach(
            engine ->
                line(
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
        .forEach(hook -> line(SKIPPED, "hook", hook + ": left out by hooks.disabled"));
  }

  private boolean configuration(Settings settings) {
    title("Configuration");
    settings.complaints().forEach(complaint -> line(NO, "", complaint));
    for (Resolved<?> value : settings.shown()) {
      String text = value.text().orElse("(unset)");
      out.printf("  %-20s %-28s %s%n", value.key(), text, value.origin().text());
    }
    BudgetRules budgets = BudgetRules.of(settings);
    budgets.complaints().forEach(complaint -> line(NO, "", complaint));
    budgets.remarks().forEach(remark -> line(SKIPPED, "", remark));
    rules("models", settings.models().size());
    rules("budgets", budgets.budgets().size());
    return settings.complaints().isEmpty() && budgets.complaints().isEmpty();
  }

  private void rules(String key, int count) {
    if (count > 0) {
      out.printf("  %-20s %-28s %s%n", key, "rules: " + count, "configuration file");
    }
  }

  private void title(String text) {
    out.println();
    out.println(text);
  }

  private void line(String mark, String what, String text) {
    saidNo |= mark.equals(NO);
    out.printf("  %-3s %-10s %s%n", mark, what, text);
  }
}
