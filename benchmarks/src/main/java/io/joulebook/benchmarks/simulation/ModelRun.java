package io.joulebook.benchmarks.simulation;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Runs regimes, prints how the books compare with the truth, and draws it. Arguments, all optional:
 * the number of seeds, the seconds of load, and names or globs of regimes.
 */
public final class ModelRun {
  private static final int SEEDS = 12;
  private static final int SECONDS = 60;

  private ModelRun() {}

  public static void main(String[] args) throws IOException {
    List<String> rest = new ArrayList<>(List.of(args));
    int seeds = number(rest, SEEDS);
    int seconds = number(rest, SECONDS);
    List<Regime> regimes = Regimes.matching(rest);
    if (regimes.isEmpty()) {
      System.err.println("No such regime: " + rest);
      System.exit(1);
    }
    List<Outcome> outcomes = print(System.out, regimes, seconds, seeds);
    Pictures.draw(Path.of(System.getProperty("pictures", ".")), outcomes);
  }

  private static int number(List<String> rest, int otherwise) {
    boolean there = !rest.isEmpty() && rest.get(0).matches("\\d+");
    return there ? Integer.parseInt(rest.remove(0)) : otherwise;
  }

  private static List<Outcome> print(
      PrintStream out, List<Regime> regimes, int seconds, int seeds) {
    out.println(
        "| regime | calls | sum: rms, worst | models' active energy: rms, worst (and with base) |"
            + " call: median, p95 | covered: all, worst seed | half-width | to p95 | residual |");
    out.println("| --- | --- | --- | --- | --- | --- | --- | --- | --- |");
    List<Outcome> outcomes = new ArrayList<>();
    for (Regime regime : regimes) {
      Outcome outcome = Outcome.of(regime, seconds, seeds);
      out.println(row(outcome));
      outcomes.add(outcome);
    }
    return outcomes;
  }

  private static String row(Outcome o) {
    List<String> models = new ArrayList<>();
    for (int i = 0; i < Math.min(2, o.active().size()); i++) {
      models.add(spread(o.active().get(i)) + " (" + spread(o.all().get(i)) + ")");
    }
    return "| "
        + String.join(
            " | ",
            o.regime().name(),
            Integer.toString(o.calls()),
            spread(o.sum()),
            String.join("; ", models),
            percent(o.median().rms()) + ", " + percent(o.p95().rms()),
            percent(o.covered()) + ", " + percent(o.leastCovered()),
            percent(o.halfWidth()),
            String.format(Locale.ROOT, "%.1f", o.widthToError()),
            Long.toString(o.residual()))
        + " |";
  }

  private static String spread(Outcome.Spread spread) {
    return percent(spread.rms())
        + ", "
        + String.format(Locale.ROOT, "%+.2f%%", 100 * spread.worst());
  }

  private static String percent(double value) {
    return String.format(Locale.ROOT, "%.2f%%", 100 * value);
  }
}
