package io.joulebook.collector.metrics;

import io.joulebook.collector.Call;
import io.joulebook.collector.Receipt;
import io.joulebook.collector.Source;
import io.joulebook.collector.carbon.Footprint;
import io.joulebook.collector.carbon.Pricing;
import io.joulebook.collector.carbon.SciByDevice;
import io.joulebook.collector.carbon.UnpricedEnergy;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The series of all calls, for a bounded number of models: the rest share the name "other", and a
 * model of that name is shown as "other (model)"; so are routes.
 */
final class AllCallMetrics {
  /** DESIGN: at most so many routes have series of their own. */
  private static final int MAX_ROUTES = 200;

  private final Pricing pricing;
  private final Footprint footprint;
  private final HistogramFamily energies;
  private final HistogramFamily durations;
  private final LabelLimiter models;
  private final LabelLimiter routes = new LabelLimiter("route", MAX_ROUTES);
  private final Map<Key, CallMetrics> series = new LinkedHashMap<>();

  /** Finds a call's series without making a key; holds calls of admitted models only. */
  private final Map<Call, CallMetrics> byCall = new HashMap<>();

  private record Key(String model, String engine, String operation) {}

  AllCallMetrics(int maxModels, Pricing pricing, Footprint footprint) {
    models = new LabelLimiter("model", maxModels);
    this.pricing = pricing;
    this.footprint = footprint;
    energies = new HistogramFamily(Catalogue.CALL_ENERGY);
    durations = new HistogramFamily(Catalogue.CALL_DURATION);
  }

  void enter(Receipt receipt) {
    CallMetrics known = byCall.get(receipt.call());
    CallMetrics found = known != null ? known : resolve(receipt.call());
    found.enter(receipt, pricing);
    receipt.route().ifPresent(route -> found.enterRoute(admitted(route), receipt));
  }

  private CallMetrics resolve(Call call) {
    if (!models.admits(call.model())) {
      models.countOther();
      return seriesOf(call, LabelLimiter.OTHER);
    }
    CallMetrics found = seriesOf(call, models.shown(call.model()));
    byCall.put(call, found);
    return found;
  }

  /** Takes energy that an earlier run has measured and not priced. */
  void carryOver(Call call, Source source, UnpricedEnergy waited) {
    resolve(call).carryOver(source, waited, pricing);
  }

  private String admitted(String route) {
    if (routes.admits(route)) {
      return routes.shown(route);
    }
    routes.countOther();
    return LabelLimiter.OTHER;
  }

  private CallMetrics seriesOf(Call call, String model) {
    return series.computeIfAbsent(
        new Key(model, call.engine(), call.operation()),
        key -> new CallMetrics(call, model, energies, durations, footprint));
  }

  void writeTo(SnapshotBuilder sheet, SciByDevice sci) {
    energies.writeTo(sheet);
    durations.writeTo(sheet);
    series.values().forEach(calls -> calls.writeTo(sheet, sci));
    models.writeTo(sheet);
    routes.writeTo(sheet);
  }
}
