package io.joulebook.agent.cli;

import io.joulebook.agent.config.BudgetRules;
import io.joulebook.agent.config.Inputs;
import io.joulebook.agent.config.Keys;
import io.joulebook.agent.config.Resolved;
import io.joulebook.agent.config.Settings;
import io.joulebook.agent.config.SourceName;
import io.joulebook.agent.core.CollectorConfig;
import io.joulebook.agent.core.Version;
import io.joulebook.agent.power.Meter;
import io.joulebook.agent.power.PowerSources;
import io.joulebook.collector.Source;
import io.joulebook.collector.server.InProcessCollector;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
    boolean sound = configuration(settings);
    boolean well = metered && priced && served && sound;
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
    PowerSources chosen = PowerSources.open(settings, environment);
    if (chosen.meters().stream().noneMatch(meter -> meter.device().source() != Source.SIMULATED)) {
      nvml(settings);
    }
    chosen.meters().forEach(this::meter);
    for (SourceName name : List.of(SourceName.RAPL, SourceName.HWMON, SourceName.ESTIMATE)) {
      line(SKIPPED, name.text(), "not supported in this version");
    }
    boolean metered = !chosen.meters().isEmpty();
    line(metered ? OK : NO, "books", "power.source=" + asked(settings) + " " + verdict(metered));
    return metered;
  }

  private void nvml(Settings settings) {
    PowerSources nvml = PowerSources.open(List.of(SourceName.NVML), settings, environment);
    nvml.remarks().forEach(why -> line(NO, "nvml", why.replace("power.source=nvml: ", "")));
    nvml.meters().forEach(this::meter);
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
    complaints.forEach(complaint -> line(NO, "", complaint));
    return complaints.isEmpty();
  }

  private boolean metrics(Settings settings) {
    title("Metrics");
    Optional<InetSocketAddress> address =
        settings.require(Keys.METRICS_ADDRESS).map(given -> given.toSocketAddress());
    if (address.isEmpty()) {
      line(SKIPPED, "off", "metrics.address=off: nothing is served");
      return true;
    }
    Optional<String> taken = cannotBind(address.get());
    line(
        taken.isEmpty() ? OK : NO,
        "http",
        address.get().getHostString() + ":" + address.get().getPort() + taken.orElse(" is free"));
    return taken.isEmpty();
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
    out.printf("  %-3s %-10s %s%n", mark, what, text);
  }
}
