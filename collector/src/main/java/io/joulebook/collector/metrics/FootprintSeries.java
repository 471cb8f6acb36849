package io.joulebook.collector.metrics;

import io.joulebook.collector.Charge;
import io.joulebook.collector.Receipt;
import io.joulebook.collector.Source;
import io.joulebook.collector.carbon.Embodied;
import io.joulebook.collector.carbon.Footprint;
import io.joulebook.collector.carbon.Training;
import io.joulebook.collector.carbon.Wue;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What the calls of one model, engine and operation cost beside the electricity of use: their part
 * of making the devices, of training, of water; and their Software Carbon Intensity.
 */
final class FootprintSeries {
  private static final String NO_ZONE = "none";
  private static final int REMEMBERED_REQUESTS = 4_096;

  private final String[] call;
  private final Optional<Training> training;
  private final Optional<Wue> wue;
  private final Map<Source, Long> energy = new EnumMap<>(Source.class);
  private final Map<Made, Long> occupied = new LinkedHashMap<>();
  private final Set<String> lastRequests = new LinkedHashSet<>();
  private long calls;
  private long measured;
  private long items;
  private long outputTokens;
  private long requests;

  /** Devices that were made alike and are read alike. */
  private record Made(Embodied embodied, Source source) {}

  /** With nothing in it. */
  FootprintSeries(String model, String engine, String operation, Footprint footprint) {
    call = new String[] {model, engine, operation};
    training = footprint.trainingOf(model);
    wue = footprint.wue();
  }

  void enter(Receipt receipt, Footprint footprint) {
    calls++;
    if (!receipt.charges().isEmpty()) {
      measured++;
      items += receipt.items();
      outputTokens += receipt.outputTokens().orElse(0);
      receipt.traceId().ifPresent(this::countRequest);
      receipt.charges().forEach(charge -> enter(charge, footprint));
    }
  }

  // Calls of one request follow each other closely, so that the last few thousand are enough.
  private void countRequest(String traceId) {
    if (lastRequests.add(traceId)) {
      requests++;
    }
    if (lastRequests.size() > REMEMBERED_REQUESTS) {
      lastRequests.remove(lastRequests.iterator().next());
    }
  }

  private void enter(Charge charge, Footprint footprint) {
    Source source = charge.device().source();
    energy.merge(source, charge.total().micros(), Math::addExact);
    footprint
        .embodiedOf(charge.device())
        .ifPresent(
            made ->
                occupied.merge(
                    new Made(made, source), charge.occupied().toNanos(), Math::addExact));
  }

  void writeTo(Sheet sheet, @Nullable Sci sci, double pricedGrams, double pricedEnergy) {
    training.ifPresent(
        spread -> put(sheet, CarbonCatalogue.TRAINING_GRAMS, spread.of(calls).nanos()));
    wue.ifPresent(site -> writeWater(site, sheet));
    occupied.forEach((made, nanos) -> writeEmbodied(made, nanos, sheet));
    if (sci != null && measured > 0 && pricedEnergy > 0) {
      writeSci(sheet, sci, pricedGrams / pricedEnergy);
    }
  }

  private void writeWater(Wue site, Sheet sheet) {
    energy.forEach(
        (source, micros) ->
            put(sheet, CarbonCatalogue.WATER, site.nanolitres(micros), source.label()));
  }

  private void writeEmbodied(Made made, long nanos, Sheet sheet) {
    put(
        sheet,
        CarbonCatalogue.CO2E_GRAMS,
        made.embodied.of(nanos).nanos(),
        "embodied",
        NO_ZONE,
        made.embodied.origin(),
        made.source.label());
  }

  private void writeSci(Sheet sheet, Sci sci, double gramsPerMicro) {
    double use = energy.values().stream().mapToDouble(Long::doubleValue).sum() * gramsPerMicro;
    double made =
        occupied.entrySet().stream()
            .mapToDouble(entry -> entry.getKey().embodied.of(entry.getValue()).toDouble())
            .sum();
    double all = use * sci.energy() + made * sci.embodied();
    putSci(sheet, "call", all, measured);
    putSci(sheet, "item", all, items);
    putSci(sheet, "output_token", all, outputTokens);
    putSci(sheet, "request", all, requests);
  }

  private void putSci(Sheet sheet, String per, double grams, long units) {
    if (units > 0) {
      String sources = energy.keySet().stream().map(Source::label).collect(Collectors.joining("+"));
      put(
          sheet,
          CarbonCatalogue.SCI,
          CarbonCatalogue.SCI.unit().toKept(grams / units),
          per,
          sources);
    }
  }

  private void put(Sheet sheet, Metric metric, long kept, String... more) {
    String[] values = new String[call.length + more.length];
    System.arraycopy(call, 0, values, 0, call.length);
    System.arraycopy(more, 0, values, call.length, more.length);
    sheet.put(metric, metric.label(values), kept);
  }
}
