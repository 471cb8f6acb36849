package io.joulebook.agent.cli;

import io.joulebook.agent.config.Inputs;
import io.joulebook.agent.config.Keys;
import io.joulebook.agent.config.Settings;
import io.joulebook.agent.runtime.CollectorConfig;
import io.joulebook.agent.runtime.Version;
import io.joulebook.collector.local.CollectorSettings;
import io.joulebook.collector.report.Report;
import io.joulebook.collector.report.ReportException;
import io.joulebook.collector.report.ReportRequest;
import java.io.PrintStream;
import java.time.Clock;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToIntFunction;

/**
 * Prints what inference cost in a period. Exit code 0 if it was printed, 1 if it could not be, 2
 * for wrong usage. A setting that the agent would ignore with a complaint is an error here: a
 * figure that was computed without it is another figure.
 */
public final class ReportCommand implements ToIntFunction<String[]> {
  private static final int PRINTED = 0;
  private static final int CANNOT = 1;
  private static final int WRONG_USAGE = 2;

  private final PrintStream out;
  private final PrintStream err;
  private final InstantSource clock;
  private final Function<String, Inputs> inputs;

  /** Created by name from the root tier. */
  public ReportCommand() {
    this(System.out, System.err, Clock.systemUTC(), Inputs::ofThisJvm);
  }

  ReportCommand(
      PrintStream out, PrintStream err, InstantSource clock, Function<String, Inputs> inputs) {
    this.inputs = inputs;
    this.out = out;
    this.err = err;
    this.clock = clock;
  }

  @Override
  public int applyAsInt(String[] arguments) {
    ReportArguments parsed;
    try {
      parsed = ReportArguments.parse(List.of(arguments));
    } catch (IllegalArgumentException wrong) {
      complain(String.valueOf(wrong.getMessage()));
      err.println(ReportArguments.USAGE);
      return WRONG_USAGE;
    }
    return print(parsed);
  }

  private int print(ReportArguments arguments) {
    List<String> complaints = new ArrayList<>();
    Settings settings = Settings.resolve(inputs.apply(arguments.settings()));
    complaints.addAll(settings.complaints());
    CollectorSettings collector = CollectorConfig.ofPast(settings, complaints::add);
    List<String> receipts =
        arguments.files().isEmpty()
            ? settings.get(Keys.RECEIPTS_FILE).stream().toList()
            : arguments.files();
    if (receipts.isEmpty()) {
      complaints.add(
          "receipts.file is unset: name the files or folders that agents wrote receipts to");
    }
    if (receipts.isEmpty() || !complaints.isEmpty()) {
      complaints.forEach(this::complain);
      return CANNOT;
    }
    return print(arguments, request(arguments, collector, receipts));
  }

  private ReportRequest request(
      ReportArguments arguments, CollectorSettings collector, List<String> receipts) {
    return new ReportRequest(
        Version.TEXT,
        receipts,
        collector.grid(),
        collector.pue(),
        collector.footprint(),
        arguments.from(),
        arguments.to(),
        arguments.asOf(),
        clock.instant());
  }

  private int print(ReportArguments arguments, ReportRequest request) {
    try {
      Report report = Report.of(request);
      out.print(arguments.json() ? report.json() : report.text());
      out.flush();
      return PRINTED;
    } catch (ReportException cannot) {
      complain(String.valueOf(cannot.getMessage()));
      return CANNOT;
    }
  }

  private void complain(String why) {
    err.println("joulebook-agent: report: " + why);
  }
}
