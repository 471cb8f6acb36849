package io.joulebook.collector.report;

import io.joulebook.collector.Account;
import io.joulebook.collector.Grams;
import io.joulebook.collector.Joules;
import io.joulebook.collector.carbon.Pue;
import io.joulebook.collector.grid.IntensityResult;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The tables of a report in text. */
final class TextTables {
  private final ReportData findings;
  private final StringBuilder out;

  TextTables(ReportData findings, StringBuilder out) {
    this.findings = findings;
    this.out = out;
  }

  void calls() {
    title("Calls");
    Table table =
        new Table("model", "calls", "measured", "items", "tokens in", "tokens out", "requests");
    for (ModelFigures model : findings.models()) {
      CallSums sums = model.sums();
      table.row(
          model.name(),
          NumberFormat.count(sums.usage.calls()),
          NumberFormat.count(sums.usage.measuredCalls()),
          NumberFormat.count(sums.usage.items()),
          NumberFormat.count(sums.usage.inputTokens()),
          NumberFormat.count(sums.usage.outputTokens()),
          model.requests() == 0 ? NumberFormat.NONE : NumberFormat.count(model.requests()));
    }
    table.writeTo(out);
  }

  // ---- grams

  void grams() {
    title("Energy of calls, and its grams of CO2e (operational)");
    Table table =
        new Table("model", "active", "base", "first known", "now", "change", "now, may be");
    for (ModelFigures model : findings.models()) {
      CallSums sums = model.sums();
      row(
          table,
          model.name(),
          sums.usage.measuredCalls(),
          sums.usage.active(),
          sums.usage.base(),
          model.priced(),
          model.range());
    }
    row(
        table,
        "total",
        findings.models().stream().mapToLong(each -> each.sums().usage.measuredCalls()).sum(),
        findings.models().stream()
            .map(each -> each.sums().usage.active())
            .reduce(Joules.ZERO, Joules::plus),
        findings.models().stream()
            .map(each -> each.sums().usage.base())
            .reduce(Joules.ZERO, Joules::plus),
        findings.calls(),
        findings.callRange());
    table.writeTo(out);
    exact();
    beside();
  }

  private static void row(
      Table table,
      String name,
      long measured,
      Joules active,
      Joules base,
      Priced priced,
      Range range) {
    table.row(
        name,
        measured == 0 ? NumberFormat.NONE : NumberFormat.joules(active),
        measured == 0 ? NumberFormat.NONE : NumberFormat.joules(base),
        NumberFormat.grams(priced.knownFirst()),
        NumberFormat.grams(priced.knownNow()),
        NumberFormat.change(priced),
        priced.knownNow().isPresent() ? NumberFormat.range(range) : NumberFormat.NONE);
  }

  private void exact() {
    Priced calls = findings.calls();
    line(
        "exact: "
            + findings.callEnergy()
            + calls
                .knownFirst()
                .map(grams -> ", " + grams + " first known")
                .orElse("; grams are not known"));
    if (!calls.unpricedFirst.isEmpty()) {
      line("UNPRICED, in no gram above: " + reasons(calls.unpricedFirst));
    }
    if (!calls.unpricedNow.equals(calls.unpricedFirst)) {
      line("unpriced by what is known now: " + reasons(calls.unpricedNow));
    }
    if (!calls.undecided().isZero()) {
      line(calls.undecided() + " have no decision in the history: priced by what it says");
    }
  }

  private static String reasons(Map<IntensityResult.Reason, Joules> unpriced) {
    return unpriced.isEmpty()
        ? "none"
        : unpriced.entrySet().stream()
            .map(entry -> entry.getValue() + " (" + entry.getKey().label() + ")")
            .collect(Collectors.joining(", "));
  }

  private void beside() {
    boolean any =
        findings.models().stream()
            .anyMatch(
                each ->
                    each.embodied().isPresent()
                        || each.training().isPresent()
                        || each.waterNanolitres().isPresent());
    if (!any) {
      return;
    }
    title("Beside the electricity of use (training is in no other figure)");
    Table table = new Table("model", "embodied", "embodied, may be", "training", "water");
    for (ModelFigures model : findings.models()) {
      table.row(
          model.name(),
          NumberFormat.grams(model.embodied()),
          model
              .embodied()
              .map(made -> NumberFormat.range(Range.ofEmbodied(made.toDouble())))
              .orElse(NumberFormat.NONE),
          model.training().map(NumberFormat::grams).orElse(NumberFormat.NONE),
          model.waterNanolitres().isPresent()
              ? NumberFormat.litres((double) model.waterNanolitres().getAsLong() / 1e9)
              : NumberFormat.NONE);
    }
    table.writeTo(out);
  }

  void score() {
    title("Software Carbon Intensity: grams of CO2e per ... (measured calls, as known now)");
    Table table = new Table("model", "call", "item", "output token", "request");
    for (ModelFigures model : findings.models()) {
      table.row(
          model.name(),
          rate(model, "call"),
          rate(model, "item"),
          rate(model, "output_token"),
          rate(model, "request"));
    }
    table.writeTo(out);
    if (findings.devices().isEmpty()) {
      line("no statements of devices: without their idle energy there is no score");
    }
  }

  private static String rate(ModelFigures model, String per) {
    return model.score().stream()
        .flatMap(score -> score.rates().stream())
        .filter(rate -> rate.per().equals(per))
        .map(rate -> NumberFormat.grams(rate.each()))
        .findFirst()
        .orElse(NumberFormat.NONE);
  }

  // ---- devices

  void devices() {
    if (findings.devices().isEmpty()) {
      return;
    }
    title("Devices, by account");
    Table table =
        new Table("device, account", "energy", "first known", "now", "change", "embodied");
    for (DeviceFigures device : findings.devices()) {
      String id =
          device.sums().usage.device().id() + " " + device.sums().usage.device().source().label();
      device.energies().forEach((account, energy) -> account(table, id, device, account, energy));
    }
    Priced all = findings.accounts();
    table.row(
        "total",
        NumberFormat.joules(
            findings.accountEnergies().values().stream().reduce(Joules.ZERO, Joules::plus)),
        NumberFormat.grams(all.knownFirst()),
        NumberFormat.grams(all.knownNow()),
        NumberFormat.change(all),
        NumberFormat.grams(embodied()));
    table.writeTo(out);
    line(
        "total, operational as known now, may be "
            + (all.knownNow().isPresent()
                ? NumberFormat.range(Range.of(all, 0))
                : NumberFormat.NONE));
    balance();
  }

  private Optional<Grams> embodied() {
    return findings.devices().stream()
        .flatMap(each -> each.embodied().stream())
        .map(made -> made.requests().plus(made.idle()))
        .reduce(Grams::plus);
  }

  private static void account(
      Table table, String id, DeviceFigures device, Account account, Joules energy) {
    Priced priced = device.accounts().getOrDefault(account, new Priced(Pue.NONE));
    table.row(
        id + " " + account.label(),
        NumberFormat.joules(energy),
        NumberFormat.grams(priced.knownFirst()),
        NumberFormat.grams(priced.knownNow()),
        NumberFormat.change(priced),
        embodied(device, account));
  }

  private static String embodied(DeviceFigures device, Account account) {
    return switch (account) {
      case REQUESTS ->
          device
              .embodied()
              .map(made -> NumberFormat.grams(made.requests()))
              .orElse(NumberFormat.NONE);
      case IDLE ->
          device.embodied().map(made -> NumberFormat.grams(made.idle())).orElse(NumberFormat.NONE);
      default -> NumberFormat.NONE;
    };
  }

  private void balance() {
    for (DeviceFigures device : findings.devices()) {
      line(
          NumberFormat.name(device.sums().usage.device().id(), 44)
              + ": measured "
              + device.sums().usage.measured()
              + ", less its accounts "
              + device.sums().usage.difference()
              + (device.isBalanced() ? "" : "  !! OUT OF BALANCE"));
    }
    Joules requests = findings.accountEnergies().getOrDefault(Account.REQUESTS, Joules.ZERO);
    line(
        "account requests "
            + requests
            + ", less the receipts "
            + requests.minus(findings.callEnergy())
            + " (calls at the period's edges)");
  }

  // ---- shares

  void shares() {
    if (findings.calls().now.isEmpty() && findings.accounts().now.isEmpty()) {
      return;
    }
    title("How intensities are known now: shares of priced energy and of grams");
    Table table =
        new Table("", "calls", "of J", "grams", "of g", "devices", "of J", "grams", "of g");
    shares(table, slot -> "tier " + slot.tier().label());
    shares(table, slot -> "feed " + slot.feed());
    shares(table, slot -> "method " + slot.method());
    table.writeTo(out);
  }

  private void shares(Table table, Function<Priced.Slot, String> group) {
    Map<String, Priced.Part> calls = findings.calls().by(group);
    Map<String, Priced.Part> devices = findings.accounts().by(group);
    Set<String> names = new LinkedHashSet<>(calls.keySet());
    names.addAll(devices.keySet());
    for (String name : names) {
      Priced.Part call = calls.getOrDefault(name, new Priced.Part());
      Priced.Part device = devices.getOrDefault(name, new Priced.Part());
      table.row(
          name,
          NumberFormat.joules(call.energy()),
          NumberFormat.percent(call.energy().toDouble(), findings.calls().nowEnergy().toDouble()),
          NumberFormat.grams(call.grams()),
          NumberFormat.percent(call.grams().toDouble(), findings.calls().nowGrams().toDouble()),
          NumberFormat.joules(device.energy()),
          NumberFormat.percent(
              device.energy().toDouble(), findings.accounts().nowEnergy().toDouble()),
          NumberFormat.grams(device.grams()),
          NumberFormat.percent(
              device.grams().toDouble(), findings.accounts().nowGrams().toDouble()));
    }
  }

  private void title(String text) {
    out.append('\n').append(text).append('\n');
  }

  private void line(String text) {
    out.append("  ").append(text).append('\n');
  }
}
