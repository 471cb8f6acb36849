package io.joulebook.collector.metrics;

import io.joulebook.collector.Call;
import io.joulebook.collector.Receipt;
import io.joulebook.collector.carbon.Footprint;
import io.joulebook.collector.carbon.Pricing;
import io.joulebook.collector.carbon.SciBooks;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The series of all calls, for a bounded number of models: the rest share the name "other". */
final class CallBook {
  private static final String OTHER = "other";

  private final int maxModels;
  private final Pricing pricing;
  private final Footprint footprint;
  private final HistogramFamily energies;
  private final HistogramFamily durations;
  private final Set<String> models = new HashSet<>();
  private final Map<Key, CallSeries> series = new LinkedHashMap<>();

  /** Finds a call's series without making a key; holds calls of admitted models only. */
  private final Map<Call, CallSeries> byCall = new HashMap<>();

  private @Nullable Amount overflowed;

  private record Key(String model, String engine, String operation) {}

  CallBook(int maxModels, Histograms form, Pricing pricing, Footprint footprint) {
    this.maxModels = maxModels;
    this.pricing = pricing;
    this.footprint = footprint;
    energies = HistogramFamily.of(Catalogue.CALL_ENERGY, form);
    durations = HistogramFamily.of(Catalogue.CALL_DURATION, form);
  }

  void enter(Receipt receipt) {
    CallSeries known = byCall.get(receipt.call());
    CallSeries found = known != null ? known : resolve(receipt.call());
    found.enter(receipt, pricing);
  }

  private CallSeries resolve(Call call) {
    if (!isAdmitted(call.model())) {
      countOverflow();
      return seriesOf(call, OTHER);
    }
    CallSeries found = seriesOf(call, call.model());
    byCall.put(call, found);
    return found;
  }

  private boolean isAdmitted(String model) {
    return models.contains(model) || (models.size() < maxModels && models.add(model));
  }

  private void countOverflow() {
    if (overflowed == null) {
      overflowed = new Amount(Catalogue.LABELS_OVERFLOWED, "model");
    }
    overflowed.add(1);
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
    if (overflowed != null) {
      overflowed.writeTo(sheet);
    }
  }
}
