package io.joulebook.collector.report;

import io.joulebook.collector.Charge;
import io.joulebook.collector.Device;
import io.joulebook.collector.Grams;
import io.joulebook.collector.Joules;
import io.joulebook.collector.Receipt;
import io.joulebook.collector.Source;
import io.joulebook.collector.carbon.Embodied;
import io.joulebook.collector.carbon.Footprint;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** The sums of some calls. A call is measured if it was charged anything, be it 0 J. */
final class CallSums {
  private final Footprint footprint;
  private final Map<Made, Long> occupied = new LinkedHashMap<>();
  final Energies energies = new Energies();
  final Set<Device> devices = new LinkedHashSet<>();
  long calls;
  long measured;
  long items;
  long inputTokens;
  long outputTokens;
  long measuredItems;
  long measuredInputTokens;
  long measuredOutputTokens;

  /** Energy of those that belong to a request that is seen. */
  long requestMicros;

  Joules active = Joules.ZERO;
  Joules base = Joules.ZERO;
  private double uncertaintySquares;

  /** Devices that were made alike and are read alike, as the metrics tell them apart. */
  private record Made(Embodied embodied, Source source) {}

  /** With no call in it. */
  CallSums(Footprint footprint) {
    this.footprint = footprint;
  }

  void enter(Receipt receipt) {
    calls++;
    items = Math.addExact(items, receipt.items());
    inputTokens = Math.addExact(inputTokens, receipt.inputTokens().orElse(0));
    outputTokens = Math.addExact(outputTokens, receipt.outputTokens().orElse(0));
    if (!receipt.charges().isEmpty()) {
      enterMeasured(receipt);
    }
  }

  private void enterMeasured(Receipt receipt) {
    measured++;
    measuredItems += receipt.items();
    measuredInputTokens += receipt.inputTokens().orElse(0);
    measuredOutputTokens += receipt.outputTokens().orElse(0);
    double uncertainty = (double) receipt.uncertainty().micros();
    uncertaintySquares += uncertainty * uncertainty;
    receipt.charges().forEach(this::enter);
    if (receipt.traceId().isPresent()) {
      requestMicros += receipt.energy().orElse(Joules.ZERO).micros();
    }
  }

  private void enter(Charge charge) {
    active = active.plus(charge.active());
    base = base.plus(charge.base());
    devices.add(charge.device());
    energies.add(charge.device().source(), charge.total(), charge.from(), charge.to());
    footprint
        .embodiedOf(charge.device())
        .ifPresent(
            made ->
                occupied.merge(
                    new Made(made, charge.device().source()),
                    charge.occupied().toNanos(),
                    Math::addExact));
  }

  Joules energy() {
    return active.plus(base);
  }

  /** Half the range of the energy of all of them, in microjoules: calls are off independently. */
  double uncertaintyMicros() {
    return Math.sqrt(uncertaintySquares);
  }

  double uncertaintySquares() {
    return uncertaintySquares;
  }

  /** Their part of making the devices of a source. */
  Grams embodied(Source source) {
    return occupied.entrySet().stream()
        .filter(entry -> entry.getKey().source() == source)
        .map(entry -> entry.getKey().embodied().of(entry.getValue()))
        .reduce(Grams.ZERO, Grams::plus);
  }

  /** Their part of making all devices. */
  Grams embodied() {
    return energies.sums().keySet().stream().map(this::embodied).reduce(Grams.ZERO, Grams::plus);
  }
}
