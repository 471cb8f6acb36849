package io.joulebook.examples.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The table of what each model cost, and the line that shows that the books balance. */
final class Report {
  private final List<ModelCost> models;
  private final DeviceAccounts books;
  private final Exposition metrics;

  Report(Exposition metrics) {
    this.metrics = metrics;
    models = ModelCost.all(metrics);
    books = DeviceAccounts.of(metrics);
  }

  boolean isSound() {
    return books.balance();
  }

  List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add(title());
    lines.add("");
    lines.addAll(table());
    lines.add("");
    lines.addAll(comparison());
    lines.addAll(partlyMetered());
    lines.addAll(conservation());
    return lines;
  }

  private String title() {
    List<String> sources = metrics.labelValues("joulebook_measured_joules_total", "source");
    List<String> devices = metrics.labelValues("joulebook_measured_joules_total", "device");
    if (sources.isEmpty()) {
      return "Energy: nothing measures it here.";
    }
    String joules =
        sources.contains("simulated")
            ? "SIMULATED joules, not measured"
            : "joules by " + String.join(" and ", sources);
    return "Energy: " + joules + " (" + named(devices) + "). Grid: " + grid() + ".";
  }

  private static String named(List<String> devices) {
    return devices.size() > 2 ? devices.size() + " devices" : String.join(", ", devices);
  }

  private String grid() {
    String name = "joulebook_grid_intensity_grams_per_kwh";
    return metrics
        .sum(name)
        .map(
            grams ->
                "%s, %s g/kWh, %s"
                    .formatted(
                        String.join(", ", metrics.labelValues(name, "zone")),
                        grams.setScale(0, RoundingMode.HALF_EVEN).toPlainString(),
                        String.join(", ", metrics.labelValues(name, "feed"))))
        .orElse("no zone set, so joules are not priced");
  }

  private List<String> table() {
    Table table =
        new Table(
            "model", "calls", "items", "J per call", "J per item", "gCO2e per call", "base power");
    List<ModelCost> known = models.stream().filter(ModelCost::isMetered).toList();
    Quantity perCall = column("J", known, ModelCost::joulesPerCall);
    Quantity perItem = column("J", known, ModelCost::joulesPerItem);
    Quantity grams = column("g", known, ModelCost::gramsPerCall);
    models.forEach(model -> table.add(row(model, perCall, perItem, grams)));
    return table.lines();
  }

  private static Quantity column(
      String unit, List<ModelCost> models, Function<ModelCost, Optional<BigDecimal>> value) {
    return Quantity.of(
        unit, models.stream().flatMap(model -> value.apply(model).stream()).toList());
  }

  private List<String> row(ModelCost model, Quantity perCall, Quantity perItem, Quantity grams) {
    List<String> row = new ArrayList<>();
    row.add(model.model());
    row.add(plain(model.calls()));
    row.add(plain(model.items()));
    if (!model.isMetered()) {
      row.add(books.isEmpty() ? "not measured (no power source)" : "not measured (ran on the CPU)");
      return row;
    }
    row.add(model.joulesPerCall().map(perCall::format).orElse("unknown"));
    row.add(model.joulesPerItem().map(perItem::format).orElse("unknown"));
    row.add(model.gramsPerCall().map(grams::format).orElse("not priced"));
    row.add(model.baseShare().map(Report::percent).orElse("unknown"));
    return row;
  }

  private static String plain(BigDecimal count) {
    return count.setScale(0, RoundingMode.HALF_EVEN).toPlainString();
  }

  private static String percent(BigDecimal share) {
    return share.movePointRight(2).setScale(1, RoundingMode.HALF_EVEN).toPlainString() + " %";
  }

  private List<String> comparison() {
    List<ModelCost> known =
        models.stream()
            .filter(model -> model.joulesPerItem().filter(j -> j.signum() > 0).isPresent())
            .sorted(Comparator.comparing(Report::perItem))
            .toList();
    return known.size() == 2 ? compared(known.get(0), known.get(1)) : List.of();
  }

  private static List<String> compared(ModelCost cheaper, ModelCost dearer) {
    BigDecimal ratio = perItem(dearer).divide(perItem(cheaper), MathContext.DECIMAL64);
    BigDecimal off = dearer.uncertainPart();
    BigDecimal otherOff = cheaper.uncertainPart();
    BigDecimal least = ratio.multiply(part(off.negate()), MathContext.DECIMAL64);
    BigDecimal low = least.divide(part(otherOff), MathContext.DECIMAL64);
    if (low.compareTo(BigDecimal.ONE) <= 0 || otherOff.compareTo(BigDecimal.ONE) >= 0) {
      return List.of(
          "Per item, it cannot be told which of %s and %s takes less energy:"
              .formatted(cheaper.model(), dearer.model()),
          "they differ by %s %%, and may be off by %s and %s."
              .formatted(more(ratio), percent(otherOff), percent(off)));
    }
    BigDecimal most = ratio.multiply(part(off), MathContext.DECIMAL64);
    BigDecimal high = most.divide(part(otherOff.negate()), MathContext.DECIMAL64);
    return List.of(
        "Per item, %s takes %s %% more energy than %s (between %s %% and %s %%)."
            .formatted(dearer.model(), more(ratio), cheaper.model(), more(low), more(high)));
  }

  private static BigDecimal part(BigDecimal off) {
    return BigDecimal.ONE.add(off);
  }

  private static String more(BigDecimal ratio) {
    return ratio
        .subtract(BigDecimal.ONE)
        .movePointRight(2)
        .setScale(0, RoundingMode.HALF_EVEN)
        .toPlainString();
  }

  private static BigDecimal perItem(ModelCost model) {
    return model.joulesPerItem().orElseThrow();
  }

  private List<String> partlyMetered() {
    return models.stream()
        .filter(model -> model.isMetered() && model.unmeteredCalls().signum() > 0)
        .map(
            model ->
                plain(model.unmeteredCalls())
                    + " calls of "
                    + model.model()
                    + " have no known energy.")
        .toList();
  }

  private List<String> conservation() {
    if (books.isEmpty()) {
      return List.of();
    }
    String verdict =
        books.balance()
            ? "The books balance, to the microjoule:"
            : "THE BOOKS DO NOT BALANCE (the models' energy is " + books.ofModels() + " J):";
    return List.of(verdict, "  " + books.equation());
  }
}
