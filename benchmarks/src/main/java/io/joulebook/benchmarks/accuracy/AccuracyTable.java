package io.joulebook.benchmarks.accuracy;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Runs beside the truth, in Markdown. */
final class AccuracyTable {
  /** The first seconds of load, in which the agent learns: in the rows marked cold only. */
  static final long WARM_UP_NANOS = 10_000_000_000L;

  private final List<String> rows = new ArrayList<>();
  private final List<String> rivalRows = new ArrayList<>();
  private final List<String> faultRows = new ArrayList<>();

  /** Takes what is to be said of a run, and not the run, which may be large. */
  void add(Run run) {
    if (run.scenario().fault().isPresent()) {
      fault(run);
      return;
    }
    row(run, run.scenario().name(), run.trace().from() + WARM_UP_NANOS);
    if (run.scenario().cold()) {
      row(run, run.scenario().name() + " (cold)", run.trace().from());
    }
    if (run.scenario().comparable()) {
      rival(run);
    }
  }

  void print(PrintStream out) {
    print(out, "What the books say, against the truth", head(), rows);
    print(out, "The usual methods on the same calls", rivalHead(), rivalRows);
    print(out, "When something fails", faultHead(), faultRows);
  }

  private static void print(PrintStream out, String title, String columns, List<String> rows) {
    if (!rows.isEmpty()) {
      out.println("\n" + title + "\n\n" + columns);
      out.println(columns.replaceAll("[^|]+", " --- "));
      rows.forEach(out::println);
    }
  }

  private static String head() {
    return "| scenario | calls | with receipt | all measured | residual, uJ | worst model, active |"
        + " worst model, all | call: median | p95 | bias | truth in bounds | half-width |"
        + " unresolved | idle | unattributed | trouble |";
  }

  private void row(Run run, String name, long since) {
    Figures f = Figures.of(run, since);
    rows.add(
        row(
            name,
            Integer.toString(f.calls()),
            share(f.matched()),
            error(run.measured() / run.trueJoules() - 1),
            Long.toString(run.residual()),
            worst(f.activeOfWorst()),
            worst(f.totalOfWorst()),
            share(f.median()),
            share(f.p95()),
            error(f.bias()),
            share(f.covered()),
            share(f.halfWidth()),
            share(f.unresolved()),
            share(run.idle() / run.measured()),
            share(run.unattributed() / run.measured()),
            troubles(run.troubles())));
  }

  private static String rivalHead() {
    List<String> columns = new ArrayList<>(List.of("scenario"));
    for (String method : List.of("receipts", "window difference", "mean power", "equal split")) {
      columns.addAll(List.of(method + ": call median", "all calls", "worst model"));
    }
    return "| " + String.join(" | ", columns) + " |";
  }

  private void rival(Run run) {
    long since = run.trace().from() + WARM_UP_NANOS;
    List<Matching.Pair> pairs =
        run.pairs().stream().filter(p -> p.call().begin() >= since).toList();
    if (pairs.isEmpty()) {
      return;
    }
    List<TrueCall> calls = pairs.stream().map(Matching.Pair::call).toList();
    long end = calls.stream().mapToLong(TrueCall::end).max().orElse(since);
    UsualMethods usual =
        new UsualMethods(
            run.trace().on(0),
            run.scenario().truth(),
            run.scenario().sensor(),
            run.trace().from(),
            Math.max(run.trace().to(), end));
    List<String> cells = new ArrayList<>(List.of(run.scenario().name()));
    add(cells, Rival.of(calls, pairs.stream().mapToDouble(p -> p.receipt().total()).toArray()));
    add(cells, Rival.of(calls, usual.windows(calls)));
    add(cells, Rival.of(calls, usual.meanPower(calls)));
    add(cells, Rival.of(calls, usual.equalSplit(calls)));
    rivalRows.add(row(cells.toArray(String[]::new)));
  }

  private static void add(List<String> cells, Rival rival) {
    cells.addAll(List.of(share(rival.median()), error(rival.sum()), worst(rival.worst())));
  }

  private static String faultHead() {
    return "| scenario | calls | with receipt | no energy known | measured, J | true, J | | residual, uJ |"
        + " idle | unattributed | worst model, all | call: median | p95 | truth in bounds | trouble |";
  }

  private void fault(Run run) {
    Figures f = Figures.of(run, run.trace().from());
    faultRows.add(
        row(
            run.scenario().name(),
            Integer.toString(f.calls()),
            share(f.matched()),
            share(f.unmeasured()),
            String.format(Locale.ROOT, "%.1f", run.measured()),
            String.format(Locale.ROOT, "%.1f", run.trueJoules()),
            error(run.measured() / run.trueJoules() - 1),
            Long.toString(run.residual()),
            share(run.idle() / run.measured()),
            share(run.unattributed() / run.measured()),
            worst(f.totalOfWorst()),
            share(f.median()),
            share(f.p95()),
            share(f.covered()),
            troubles(run.troubles())));
  }

  private static String row(String... cells) {
    return "| " + String.join(" | ", cells) + " |";
  }

  private static String share(double value) {
    return Double.isNaN(value) ? "" : String.format(Locale.ROOT, "%.1f %%", 100 * value);
  }

  private static String error(double value) {
    return Double.isNaN(value) ? "" : String.format(Locale.ROOT, "%+.2f %%", 100 * value);
  }

  private static String worst(Worst worst) {
    return worst.model().isEmpty() ? "" : worst.model() + " " + error(worst.error());
  }

  private static String troubles(Map<String, Long> troubles) {
    return troubles.entrySet().stream()
        .map(one -> one.getKey() + " " + one.getValue())
        .collect(Collectors.joining(", "));
  }
}
