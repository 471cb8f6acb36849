package io.joulebook.collector.report;

import io.joulebook.collector.Account;
import io.joulebook.collector.Grams;
import io.joulebook.collector.Joules;
import io.joulebook.collector.Source;
import io.joulebook.collector.usage.SciByDevice;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * All that a report says, before it is put in words.
 *
 * @param request what was asked
 * @param trail the files of receipts
 * @param books the sums of their entries
 * @param prices what the history told
 * @param models by model, engine and operation
 * @param devices by device
 * @param comparisons of models on one route
 * @param calls all calls' energy in grams
 * @param accounts all devices' energy in grams, all accounts
 */
record ReportData(
    ReportRequest request,
    ReceiptTrail trail,
    PeriodTotals books,
    PriceReader.Read prices,
    List<ModelFigures> models,
    List<DeviceFigures> devices,
    List<Comparison> comparisons,
    Priced calls,
    Priced accounts) {
  /** Feeds that revise do so for this long. */
  static final Duration FINAL_AFTER = Duration.ofDays(90);

  static ReportData of(ReportRequest request) throws ReportException {
    ReceiptTrail trail = ReceiptTrail.read(request);
    PeriodTotals books = trail.books();
    PriceReader.Read read =
        PriceReader.read(request.grid(), books.first(), books.last(), request.asOf());
    PastPrices prices = read.prices();
    SciByDevice sci = new SciByDevice();
    books.devices.values().forEach(each -> each.usage.addTo(sci));
    List<ModelFigures> models =
        books.models.entrySet().stream()
            .map(
                entry ->
                    ModelFigures.of(
                        entry.getKey(),
                        entry.getValue(),
                        prices,
                        request.factor(),
                        request.footprint(),
                        sci))
            .toList();
    List<DeviceFigures> devices =
        books.devices.values().stream()
            .map(each -> DeviceFigures.of(each, prices, request.factor()))
            .toList();
    Priced calls = new Priced(request.factor());
    models.forEach(model -> calls.add(model.priced()));
    Priced accounts = new Priced(request.factor());
    devices.forEach(device -> device.accounts().values().forEach(accounts::add));
    List<Comparison> comparisons = Comparison.of(books.routes, prices, request.factor());
    return new ReportData(
        request, trail, books, read, models, devices, comparisons, calls, accounts);
  }

  /** The energy of all calls. */
  Joules callEnergy() {
    return models.stream()
        .map(each -> each.sums().usage.energy())
        .reduce(Joules.ZERO, Joules::plus);
  }

  /** The embodied grams of all calls, where they are stated for any. */
  Optional<Grams> callEmbodied() {
    return models.stream().flatMap(model -> model.embodied().stream()).reduce(Grams::plus);
  }

  /** What the grams of all calls may be off by. */
  Range callRange() {
    double squares =
        models.stream().mapToDouble(each -> each.sums().usage.uncertaintySquares()).sum();
    return Range.of(calls, Math.sqrt(squares));
  }

  /** The energy that the devices' accounts received. */
  Map<Account, Joules> accountEnergies() {
    Map<Account, Joules> sums = new EnumMap<>(Account.class);
    devices.forEach(
        device ->
            device
                .energies()
                .forEach((account, energy) -> sums.merge(account, energy, Joules::plus)));
    return sums;
  }

  /** The energy of all devices by source; that of calls where there are no statements. */
  Map<Source, Joules> sources() {
    Map<Source, Joules> sums = new EnumMap<>(Source.class);
    models.forEach(
        model -> model.sums().energies.sums().forEach((s, e) -> sums.merge(s, e, Joules::plus)));
    if (devices.isEmpty()) {
      return sums;
    }
    Map<Source, Joules> measured =
        devices.stream()
            .collect(
                Collectors.toMap(
                    device -> device.sums().usage.device().source(),
                    device -> device.sums().usage.measured(),
                    Joules::plus,
                    () -> new EnumMap<>(Source.class)));
    sums.forEach(measured::putIfAbsent);
    return measured;
  }

  /** Before this time nothing is revised any more; the end of time if nothing ever is. */
  Instant finalBefore() {
    return prices.prices().isLive() ? request.knownUntil().minus(FINAL_AFTER) : Instant.MAX;
  }
}
