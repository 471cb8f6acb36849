package io.joulebook.benchmarks.advice;

import java.io.PrintStream;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** The rows as a table in Markdown, each beside the uninstrumented one of its case. */
final class AdviceTable {
  private static final double BUDGET_NANOS = 120;
  private static final double NO_BYTES = 0.1;

  /**
   * A call that is counted together with others is cheaper: with more of them a row proves nothing.
   */
  private static final double ENOUGH = 0.999;

  private static final String BASE = "uninstrumented";
  private static final String OURS = "woven";
  private static final List<String> VARIANTS =
      List.of(BASE, "twoNanoTimes", "micrometerTimer", OURS);

  private final List<Row> rows;

  AdviceTable(List<Row> rows) {
    this.rows =
        rows.stream()
            .sorted(
                Comparator.comparing((Row row) -> -row.of().pauseMillis())
                    .thenComparing(row -> row.of().threads())
                    .thenComparing(row -> VARIANTS.indexOf(row.variant())))
            .toList();
  }

  void print(PrintStream out) {
    out.println(
        "| pause, threads | variant | CPU ns/call | added | wall ns/call | B/call, caller"
            + " | B/call, process | metered | agent's CPU ns/metered call | budget |");
    out.println("| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |");
    rows.stream().map(this::line).forEach(out::println);
  }

  private String line(Row row) {
    return String.format(
        Locale.ROOT,
        "| %d ms, %d | %s | %.0f | %+.0f | %.0f | %.2f | %.1f | %s |",
        row.of().pauseMillis(),
        row.of().threads(),
        row.variant(),
        row.cpuNanos(),
        added(row),
        row.wallNanos(),
        row.bytes(),
        row.processBytes(),
        row.variant().equals(OURS) ? ours(row) : "| |");
  }

  private String ours(Row row) {
    return String.format(
        Locale.ROOT,
        "%.1f %% | %.0f | %s",
        100 * row.metered(),
        row.agentNanos(),
        row.metered() > ENOUGH ? verdicts(row) : "not judged: calls were counted together");
  }

  private String verdicts(Row row) {
    return String.format(
        Locale.ROOT,
        "%d ns: %s, 0 B: %s, 0 B in all: %s",
        (int) BUDGET_NANOS,
        verdict(added(row) <= BUDGET_NANOS),
        verdict(row.bytes() < NO_BYTES),
        verdict(row.processBytes() - base(row).processBytes() < NO_BYTES));
  }

  private static String verdict(boolean met) {
    return met ? "met" : "**missed**";
  }

  private double added(Row row) {
    return row.cpuNanos() - base(row).cpuNanos();
  }

  private Row base(Row row) {
    return rows.stream()
        .filter(other -> other.of().equals(row.of()) && other.variant().equals(BASE))
        .findFirst()
        .orElseThrow();
  }
}
