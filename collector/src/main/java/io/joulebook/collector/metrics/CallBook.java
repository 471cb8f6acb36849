package io.joulebook.collector.metrics;

import io.joulebook.collector.Call;
import io.joulebook.collector.Receipt;
import io.joulebook.collector.Source;
import io.joulebook.collector.carbon.Footprint;
import io.joulebook.collector.carbon.Pricing;
import io.joulebook.collector.carbon.SciBooks;
import io.joulebook.collector.carbon.Waiting;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The series of all calls, for a bounded number of models: the rest share the name "other", and a
 * model of that name is shown as "other (model)"; so are routes.
 */
final class CallBook {
  /** DESIGN: at most so many routes have series of their own. */
  private static final int MAX_ROUTES = 200;

  private final Pricing pricing;
  private final Footprint footprint;
  private final HistogramFamily energies;
  private final HistogramFamily durations;
  private final Admitted models;
  private final Admitted routes = new Admitted("route", MAX_ROUTES);
  private final Map<Key, CallSeries> series = new LinkedHashMap<>();

  /** Finds a call's series without making a key; holds calls of admitted models only. */
  private final Map<Call, CallSeries> byCall = new HashMap<>();

  private record Key(String model, String engine, String operation) {}

  CallBook(int maxModels, Histograms form, Pricing pricing, Footprint footprint) {
    models = new Admitted("model", maxModels);
    this.pricing = pricing;
    this.footprint = footprint;
    energies = HistogramFamily.of(Catalogue.CALL_ENERGY, form);
    durations = HistogramFamily.of(Catalogue.CALL_DURATION, form);
  }

  void enter(Receipt receipt) {
    CallSeries known = byCall.get(receipt.call());
    CallSeries found = known != null ? known : resolve(receipt.call());
    found.enter(receipt, pricing);
    receipt.route().ifPresent(route -> found.enterRoute(admitted(route), receipt));
  }

  private CallSeries resolve(Call call) {
    if (!models.admits(call.model())) {
      models.countOther();
      return seriesOf(call, Admitted.OTHER);
    }
    CallSeries found = seriesOf(call, models.shown(call.model()));
    byCall.put(call, found);
    return found;
  }

  /** Takes energy that an earlier run has measured and not priced. */
  void carryOver(Call call, Source source, Waiting waited) {
    resolve(call).carryOver(source, waited, pricing);
  }

  private String admitted(String route) {
    if (routes.admits(route)) {
      return routes.shown(route);
    }
    routes.countOther();
    return Admitted.OTHER;
  }

  private CallSeries seriesOf(Call call, String model) {
    return series.computeIfAbsent(
        new Key(model, call.engine(), call.operation()),
        key -> new CallSeries(call, model, energies, durations, footprint));
  }

  void writeTo(Sheet sheet, SciBooks sci) {
    energies.writeTo(sheet);
    durations.writeTo(sheet);
    series.values().forEach(calls -> calls.writeTo(sheet, sci));
    models.writeTo(sheet);
    routes.writeTo(sheet);
  }
}
