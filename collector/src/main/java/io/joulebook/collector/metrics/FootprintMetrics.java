package io.joulebook.collector.metrics;

import io.joulebook.collector.Charge;
import io.joulebook.collector.Device;
import io.joulebook.collector.Grams;
import io.joulebook.collector.Receipt;
import io.joulebook.collector.Source;
import io.joulebook.collector.carbon.Embodied;
import io.joulebook.collector.carbon.Footprint;
import io.joulebook.collector.carbon.SciByDevice;
import io.joulebook.collector.carbon.SciUse;
import io.joulebook.collector.carbon.Training;
import io.joulebook.collector.carbon.Wue;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What the calls of one model, engine and operation cost beside the electricity of use: their part
 * of making the devices, of training, of water; and their Software Carbon Intensity.
 */
final class FootprintMetrics {
  private static final String NO_ZONE = "none";
  private static final int REMEMBERED_REQUESTS = 4_096;

  private final String[] call;
  private final Optional<Training> training;
  private final Optional<Wue> wue;
  private final Map<Device, Use> uses = new LinkedHashMap<>();
  private final Set<String> lastRequests = new LinkedHashSet<>();
  private long calls;
  private long measured;
  private long items;
  private long outputTokens;
  private long requests;

  /** Energy of the calls that belong to a request that is seen. */
  private double requestMicros;

  /** Devices that were made alike and are read alike. */
  private record Made(Embodied embodied, Source source) {}

  /** What these calls used of one device. */
  private static final class Use {
    private final Optional<Embodied> embodied;
    private long micros;
    private long occupiedNanos;

    Use(Optional<Embodied> embodied) {
      this.embodied = embodied;
    }

    private Grams made() {
      return embodied.map(made -> made.of(occupiedNanos)).orElse(Grams.ZERO);
    }
  }

  /** With nothing in it. */
  FootprintMetrics(String model, String engine, String operation, Footprint footprint) {
    call = new String[] {model, engine, operation};
    training = footprint.trainingOf(model);
    wue = footprint.wue();
  }

  void enter(Receipt receipt, Footprint footprint) {
    calls += receipt.calls();
    if (!receipt.charges().isEmpty()) {
      measured += receipt.calls();
      items += receipt.items().orElse(0);
      outputTokens += receipt.outputTokens().orElse(0);
      receipt.traceId().ifPresent(traceId -> countRequest(traceId, receipt));
      receipt.charges().forEach(charge -> enter(charge, footprint));
    }
  }

  // Calls of one request follow each other closely, so that the last few thousand are enough.
  private void countRequest(String traceId, Receipt receipt) {
    requestMicros += receipt.charges().stream().mapToLong(c -> c.total().micros()).sum();
    if (lastRequests.add(traceId)) {
      requests++;
    }
    if (lastRequests.size() > REMEMBERED_REQUESTS) {
      lastRequests.remove(lastRequests.iterator().next());
    }
  }

  private void enter(Charge charge, Footprint footprint) {
    Use use =
        uses.computeIfAbsent(charge.device(), device -> new Use(footprint.embodiedOf(device)));
    use.micros = Math.addExact(use.micros, charge.total().micros());
    use.occupiedNanos = Math.addExact(use.occupiedNanos, charge.occupied().toNanos());
  }

  private Map<Source, Long> energy() {
    Map<Source, Long> energy = new EnumMap<>(Source.class);
    uses.forEach((device, use) -> energy.merge(device.source(), use.micros, Math::addExact));
    return energy;
  }

  private Map<Made, Long> occupied() {
    Map<Made, Long> occupied = new LinkedHashMap<>();
    uses.forEach(
        (device, use) ->
            use.embodied.ifPresent(
                made ->
                    occupied.merge(
                        new Made(made, device.source()), use.occupiedNanos, Math::addExact)));
    return occupied;
  }

  /**
   * Writes them.
   *
   * @param sci what the devices' books add
   * @param grams the grams of these calls' energy, by source
   */
  void writeTo(SnapshotBuilder sheet, SciByDevice sci, Map<Source, GramMetrics> grams) {
    training.ifPresent(
        spread -> put(sheet, CarbonCatalogue.TRAINING_GRAMS, spread.of(calls).nanos()));
    wue.ifPresent(site -> writeWater(site, sheet));
    occupied().forEach((made, nanos) -> writeEmbodied(made, nanos, sheet));
    OptionalDouble all = score(sci, grams);
    if (all.isPresent() && measured > 0) {
      writeSci(sheet, all.getAsDouble());
    }
  }

  /** Grams of all these calls, idle included; empty while the energy of a source has no price. */
  private OptionalDouble score(SciByDevice sci, Map<Source, GramMetrics> grams) {
    List<SciUse> used = new ArrayList<>();
    uses.forEach((device, use) -> used.add(new SciUse(device, use.micros, use.made())));
    return sci.grams(used, source -> gramsPerMicro(grams.get(source)));
  }

  private static OptionalDouble gramsPerMicro(@Nullable GramMetrics priced) {
    return priced == null || priced.pricedMicros() == 0
        ? OptionalDouble.empty()
        : OptionalDouble.of(priced.grams() / priced.pricedMicros());
  }

  private void writeWater(Wue site, SnapshotBuilder sheet) {
    energy()
        .forEach(
            (source, micros) ->
                put(sheet, CarbonCatalogue.WATER, site.nanolitres(micros), source.label()));
  }

  private void writeEmbodied(Made made, long nanos, SnapshotBuilder sheet) {
    put(
        sheet,
        CarbonCatalogue.CO2E_GRAMS,
        made.embodied.of(nanos).nanos(),
        "embodied",
        NO_ZONE,
        made.embodied.origin(),
        made.source.label());
  }

  private void writeSci(SnapshotBuilder sheet, double grams) {
    double micros = energy().values().stream().mapToDouble(Long::doubleValue).sum();
    putSci(sheet, "call", grams, measured);
    putSci(sheet, "item", grams, items);
    putSci(sheet, "output_token", grams, outputTokens);
    putSci(sheet, "request", micros == 0 ? 0 : grams * requestMicros / micros, requests);
  }

  private void putSci(SnapshotBuilder sheet, String per, double grams, long units) {
    if (units > 0) {
      String sources =
          energy().keySet().stream().map(Source::label).collect(Collectors.joining("+"));
      sheet.putRatio(
          CarbonCatalogue.SCI,
          CarbonCatalogue.SCI.label(call[0], call[1], call[2], per, sources),
          grams / units);
    }
  }

  private void put(SnapshotBuilder sheet, Metric metric, long kept, String... more) {
    String[] values = new String[call.length + more.length];
    System.arraycopy(call, 0, values, 0, call.length);
    System.arraycopy(more, 0, values, call.length, more.length);
    sheet.put(metric, metric.label(values), kept);
  }
}
