package io.joulebook.collector.report;

/** A comparison in words. */
final class ComparisonText {
  private ComparisonText() {}

  static void writeTo(StringBuilder out, Comparison comparison) {
    Table table =
        new Table(comparison.where(), "J/call", "g/call", "J/item", "g/item", "J/token", "g/token");
    for (Comparison.Candidate model : comparison.models()) {
      CallSums sums = model.sums();
      long tokens = sums.usage.measuredInputTokens() + sums.usage.measuredOutputTokens();
      table.row(
          name(model),
          joules(sums, sums.usage.measuredCalls()),
          grams(model, sums.usage.measuredCalls()),
          joules(sums, sums.usage.measuredItems()),
          grams(model, sums.usage.measuredItems()),
          joules(sums, tokens),
          grams(model, tokens));
    }
    table.writeTo(out);
  }

  private static String name(Comparison.Candidate model) {
    return model.isInvented() ? model.model() + " (NOT MEASURED)" : model.model();
  }

  private static String joules(CallSums sums, long units) {
    return units == 0
        ? NumberFormat.NONE
        : NumberFormat.joules(sums.usage.energy().toDouble() / (double) units);
  }

  private static String grams(Comparison.Candidate model, long units) {
    double grams = model.gramsPerMicro() * (double) model.sums().usage.energy().micros();
    return units == 0 || model.priced().nowEnergy().isZero()
        ? NumberFormat.NONE
        : NumberFormat.grams(grams / (double) units);
  }

  static String saving(Comparison comparison, Comparison.Saving saving) {
    String move =
        String.format(
            "%s to %s, per %s",
            NumberFormat.name(saving.from(), 40),
            NumberFormat.name(saving.to(), 40),
            comparison.unit());
    if (!saving.measuredAlike()) {
      return move + ": cannot be told; only one of them is measured";
    }
    if (!saving.isTold()) {
      return String.format(
          "%s: cannot be told; the difference of %s is within its uncertainty of %s",
          move, NumberFormat.joules(saving.joules()), NumberFormat.joules(saving.uncertainty()));
    }
    return String.format(
        "%s: would save %s (+-%s), %s, %s (+-%s)",
        move,
        NumberFormat.joules(saving.joules()),
        NumberFormat.joules(saving.uncertainty()),
        saving.grams().isPresent()
            ? NumberFormat.grams(saving.grams().getAsDouble())
            : "grams not known",
        NumberFormat.percent(saving.part()),
        NumberFormat.percent(saving.partUncertainty()));
  }
}
