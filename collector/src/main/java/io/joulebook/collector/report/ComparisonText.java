package io.joulebook.collector.report;

/** A comparison in words. */
final class ComparisonText {
  private ComparisonText() {}

  static void writeTo(StringBuilder out, Comparison comparison) {
    Table table =
        new Table(comparison.where(), "J/call", "g/call", "J/item", "g/item", "J/token", "g/token");
    for (Comparison.Candidate model : comparison.models()) {
      CallSums sums = model.sums();
      long tokens = sums.measuredInputTokens + sums.measuredOutputTokens;
      table.row(
          name(model),
          joules(sums, sums.measured),
          grams(model, sums.measured),
          joules(sums, sums.measuredItems),
          grams(model, sums.measuredItems),
          joules(sums, tokens),
          grams(model, tokens));
    }
    table.writeTo(out);
  }

  private static String name(Comparison.Candidate model) {
    return model.isInvented() ? model.model() + " (NOT MEASURED)" : model.model();
  }

  private static String joules(CallSums sums, long units) {
    return units == 0 ? Figures.NONE : Figures.joules(sums.energy().toDouble() / (double) units);
  }

  private static String grams(Comparison.Candidate model, long units) {
    double grams = model.gramsPerMicro() * (double) model.sums().energy().micros();
    return units == 0 || model.priced().nowEnergy().isZero()
        ? Figures.NONE
        : Figures.grams(grams / (double) units);
  }

  static String saving(Comparison comparison, Comparison.Saving saving) {
    String move =
        String.format(
            "%s to %s, per %s",
            Figures.name(saving.from(), 40), Figures.name(saving.to(), 40), comparison.unit());
    if (!saving.measuredAlike()) {
      return move + ": cannot be told; only one of them is measured";
    }
    if (!saving.isTold()) {
      return String.format(
          "%s: cannot be told; the difference of %s is within its uncertainty of %s",
          move, Figures.joules(saving.joules()), Figures.joules(saving.uncertainty()));
    }
    return String.format(
        "%s: would save %s (+-%s), %s, %s (+-%s)",
        move,
        Figures.joules(saving.joules()),
        Figures.joules(saving.uncertainty()),
        saving.grams().isPresent()
            ? Figures.grams(saving.grams().getAsDouble())
            : "grams not known",
        Figures.percent(saving.part()),
        Figures.percent(saving.partUncertainty()));
  }
}
