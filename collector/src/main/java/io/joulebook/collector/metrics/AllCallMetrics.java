package io.joulebook.collector.metrics;

import io.joulebook.collector.CallKey;
import io.joulebook.collector.Receipt;
import io.joulebook.collector.Source;
import io.joulebook.collector.carbon.Footprint;
import io.joulebook.collector.carbon.Pricing;
import io.joulebook.collector.carbon.UnpricedEnergy;
import io.joulebook.collector.usage.SciByDevice;
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
  private final Map<CallKey, CallMetrics> series = new LinkedHashMap<>();

  /** Finds the series of calls whose model has a name of its own, without cutting it again. */
  private final Map<CallKey, CallMetrics> byKey = new HashMap<>();

  AllCallMetrics(int maxModels, Pricing pricing, Footprint footprint) {
    models = new LabelLimiter("model", maxModels);
    this.pricing = pricing;
    this.footprint = footprint;
    energies = new HistogramFamily(Catalogue.CALL_ENERGY);
    durations = new HistogramFamily(Catalogue.CALL_DURATION);
  }

  void enter(Receipt receipt) {
    CallKey key = receipt.call().key();
    CallMetrics known = byKey.get(key);
    CallMetrics found = known != null ? known : resolve(key);
    found.enter(receipt, pricing);
    receipt.route().ifPresent(route -> found.enterRoute(admitted(route), receipt));
  }

  private CallMetrics resolve(CallKey key) {
    if (!models.admits(key.model())) {
      models.countOther();
      return seriesOf(key.named(LabelLimiter.OTHER));
    }
    CallMetrics found = seriesOf(key.named(models.shown(key.model())));
    byKey.put(key, found);
    return found;
  }

  /** Takes energy that an earlier run has measured and not priced. */
  void carryOver(CallKey key, Source source, UnpricedEnergy waited) {
    resolve(key).carryOver(source, waited, pricing);
  }

  private String admitted(String route) {
    if (routes.admits(route)) {
      return routes.shown(route);
    }
    routes.countOther();
    return LabelLimiter.OTHER;
  }

  private CallMetrics seriesOf(CallKey shown) {
    return series.computeIfAbsent(
        shown, key -> new CallMetrics(key, energies, durations, footprint));
  }

  void writeTo(SnapshotBuilder snapshots, SciByDevice sci) {
    energies.writeTo(snapshots);
    durations.writeTo(snapshots);
    series.values().forEach(calls -> calls.writeTo(snapshots, sci));
    models.writeTo(snapshots);
    routes.writeTo(snapshots);
  }
}
