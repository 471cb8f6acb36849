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
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** The sums of some calls. A call is measured if it was charged anything, be it 0 J. */
final class CallSums {
  private final Footprint footprint;
  private final Map<Device, Use> uses = new LinkedHashMap<>();
  final Energies energies = new Energies();

  /** The requests that measured calls belong to, where they are seen. */
  final TraceIds requests = new TraceIds();

  long calls;
  long measured;
  long items;
  OptionalLong inputTokens = OptionalLong.empty();
  OptionalLong outputTokens = OptionalLong.empty();
  long measuredItems;
  long measuredInputTokens;
  long measuredOutputTokens;

  /** Energy of those that belong to a request that is seen. */
  long requestMicros;

  Joules active = Joules.ZERO;
  Joules base = Joules.ZERO;
  private double uncertaintySquares;

  /** What they used of one device. */
  static final class Use {
    private final Optional<Embodied> made;
    private long micros;
    private long occupiedNanos;

    Use(Optional<Embodied> made) {
      this.made = made;
    }

    long micros() {
      return micros;
    }

    /** Their part of making the device, if that is stated. */
    Optional<Grams> embodied() {
      return made.map(stated -> stated.of(occupiedNanos));
    }
  }

  /** Devices that were made alike and are read alike, as the metrics tell them apart. */
  private record Made(Embodied embodied, Source source) {}

  /** With no call in it. */
  CallSums(Footprint footprint) {
    this.footprint = footprint;
  }

  void enter(Receipt receipt) {
    calls += receipt.calls();
    items = Math.addExact(items, receipt.items().orElse(0));
    inputTokens = sum(inputTokens, receipt.inputTokens());
    outputTokens = sum(outputTokens, receipt.outputTokens());
    if (!receipt.charges().isEmpty()) {
      enterMeasured(receipt);
    }
  }

  private static OptionalLong sum(OptionalLong before, OptionalLong more) {
    return more.isEmpty()
        ? before
        : OptionalLong.of(Math.addExact(before.orElse(0), more.getAsLong()));
  }

  private void enterMeasured(Receipt receipt) {
    measured += receipt.calls();
    measuredItems += receipt.items().orElse(0);
    measuredInputTokens += receipt.inputTokens().orElse(0);
    measuredOutputTokens += receipt.outputTokens().orElse(0);
    double uncertainty = (double) receipt.uncertainty().micros();
    uncertaintySquares += uncertainty * uncertainty;
    receipt.charges().forEach(this::enter);
    if (receipt.traceId().isPresent()) {
      requests.add(receipt.traceId().get());
      requestMicros += receipt.energy().orElse(Joules.ZERO).micros();
    }
  }

  private void enter(Charge charge) {
    active = active.plus(charge.active());
    base = base.plus(charge.base());
    energies.add(charge.device().source(), charge.total(), charge.from(), charge.to());
    Use use =
        uses.computeIfAbsent(charge.device(), device -> new Use(footprint.embodiedOf(device)));
    use.micros = Math.addExact(use.micros, charge.total().micros());
    use.occupiedNanos = Math.addExact(use.occupiedNanos, charge.occupied().toNanos());
  }

  /** What they used, by device. */
  Map<Device, Use> uses() {
    return uses;
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

  /** Their part of making all devices of which it is stated; empty if it is of none. */
  Optional<Grams> embodied() {
    Map<Made, Long> occupied = new LinkedHashMap<>();
    uses.forEach(
        (device, use) ->
            use.made.ifPresent(
                made ->
                    occupied.merge(
                        new Made(made, device.source()), use.occupiedNanos, Math::addExact)));
    return occupied.entrySet().stream()
        .map(entry -> entry.getKey().embodied().of(entry.getValue()))
        .reduce(Grams::plus);
  }
}
