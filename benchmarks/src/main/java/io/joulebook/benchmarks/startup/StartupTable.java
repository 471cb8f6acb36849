package io.joulebook.benchmarks.startup;

import java.io.PrintStream;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** Without and with the agent, beside the budgets, in Markdown. */
final class StartupTable {
  private static final double NO_BUDGET = Double.NaN;

  private final PrintStream out;

  StartupTable(PrintStream out) {
    this.out = out;
  }

  void head(int runs) {
    out.println(
        "| JDK | application | median of " + runs + " | without | with | added | budget | |");
    out.println("| --- | --- | --- | --- | --- | --- | --- | --- |");
  }

  void hello(Jdk jdk, Samples without, Samples with, long classesWithout, long classesWith) {
    String place = jdk.version() + " | hello world";
    row(place, "wall, ms", without, with, Sample::wallMillis, 70);
    row(place, "CPU, ms", without, with, Sample::cpuMillis, NO_BUDGET);
    row(place, "peak RSS, MiB", without, with, Sample::mebibytes, memory(jdk));
    row(place + " | classes before main", (double) classesWithout, (double) classesWith, NO_BUDGET);
    rest(place, with);
  }

  void server(Jdk jdk, Samples without, Samples with) {
    String place = jdk.version() + " | HTTP server";
    double budget = jdk.isNewer() ? 200 : 120;
    row(place, "first response, ms", without, with, Sample::wallMillis, budget);
    row(place, "CPU until the end, ms", without, with, Sample::cpuMillis, NO_BUDGET);
    row(place, "RSS after 1 s, MiB", without, with, Sample::mebibytes, memory(jdk));
    row(place, "threads", without, with, Sample::threads, 3);
    rest(place, with);
  }

  private static double memory(Jdk jdk) {
    return jdk.isNewer() ? 35 : 25;
  }

  void jar(long bytes) {
    row("any | | jar, MB", 0, bytes / 1e6, 6);
  }

  private void rest(String place, Samples with) {
    row(place + " | lines on stderr, at most", 0, with.max(Sample::linesOnStderr), 0);
    row(place + " | files left, at most", 0, with.max(Sample::filesLeft), 0);
  }

  private void row(
      String place,
      String what,
      Samples without,
      Samples with,
      ToDoubleFunction<Sample> part,
      double budget) {
    row(place + " | " + what, without.median(part), with.median(part), budget);
  }

  private void row(String what, double without, double with, double budget) {
    double added = with - without;
    boolean judged = !Double.isNaN(budget);
    out.printf(
        Locale.ROOT,
        "| %s | %s | %s | %s%s | %s | %s |%n",
        what,
        number(without),
        number(with),
        added < 0 ? "" : "+",
        number(added),
        judged ? String.format(Locale.ROOT, "<= %.0f", budget) : "",
        judged ? (added <= budget ? "met" : "**missed**") : "");
  }

  private static String number(double value) {
    return value == Math.rint(value)
        ? String.format(Locale.ROOT, "%.0f", value)
        : String.format(Locale.ROOT, "%.1f", value);
  }
}
