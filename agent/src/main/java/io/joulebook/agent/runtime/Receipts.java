package io.joulebook.agent.runtime;

import io.joulebook.agent.instrument.CallSize;
import io.joulebook.agent.ledger.SettledCall;
import io.joulebook.agent.ledger.SettledShare;
import io.joulebook.collector.Call;
import io.joulebook.collector.Charge;
import io.joulebook.collector.Device;
import io.joulebook.collector.Joules;
import io.joulebook.collector.Quality;
import io.joulebook.collector.Receipt;
import io.joulebook.collector.Source;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;

/** Writes receipts. */
final class Receipts {
  private final Map<String, Device> devices;
  private final Predicate<String> shared;
  private final WallClock clock;

  /**
   * For calls on these devices.
   *
   * @param devices by id; more may come
   * @param shared whether a device of that id has other users that cannot be told apart
   */
  Receipts(Map<String, Device> devices, Predicate<String> shared, WallClock clock) {
    this.devices = devices;
    this.shared = shared;
    this.clock = clock;
  }

  /**
   * The receipt of a settled call; of calls that were counted together one per outcome, with their
   * energy split by their numbers.
   */
  List<Receipt> receipts(SettledCall<OpenCall> settled) {
    List<Charge> charges = hasEnergy(settled) ? charges(settled) : List.of();
    return settled
        .attachment()
        .together()
        .map(calls -> together(settled, calls, charges))
        .orElseGet(() -> List.of(single(settled, charges)));
  }

  private Receipt single(SettledCall<OpenCall> settled, List<Charge> charges) {
    Call.Outcome outcome = settled.failed() ? Call.Outcome.ERROR : Call.Outcome.OK;
    Duration duration = Duration.ofNanos(settled.to() - settled.from());
    return receipt(settled, settled.attachment().size(), outcome, duration, charges, 1);
  }

  private List<Receipt> together(
      SettledCall<OpenCall> settled, OpenCall.Together together, List<Charge> all) {
    long calls = together.calls();
    long failed = together.failed();
    CallSize size = settled.attachment().size();
    Duration mean = Duration.ofNanos(together.nanos() / Math.max(1, calls));
    if (failed == 0 || failed == calls) {
      Call.Outcome outcome = failed > 0 ? Call.Outcome.ERROR : Call.Outcome.OK;
      return List.of(receipt(settled, size, outcome, mean, all, calls));
    }
    long[] parts = {calls - failed, failed};
    List<List<Charge>> charges = split(all, parts);
    List<CallSize> sizes = size.split(parts);
    return List.of(
        receipt(settled, sizes.get(0), Call.Outcome.OK, mean, charges.get(0), parts[0]),
        receipt(settled, sizes.get(1), Call.Outcome.ERROR, mean, charges.get(1), parts[1]));
  }

  private static List<List<Charge>> split(List<Charge> all, long[] parts) {
    List<Charge> first = new ArrayList<>();
    List<Charge> second = new ArrayList<>();
    for (Charge charge : all) {
      List<Joules> active = charge.active().split(parts);
      List<Joules> base = charge.base().split(parts);
      List<Joules> uncertainty = charge.uncertainty().split(parts);
      long time = charge.occupied().toNanos();
      long firstTime = (long) ((double) time * parts[0] / (parts[0] + parts[1]));
      first.add(part(charge, active.get(0), base.get(0), uncertainty.get(0), firstTime));
      second.add(part(charge, active.get(1), base.get(1), uncertainty.get(1), time - firstTime));
    }
    return List.of(first, second);
  }

  private static Charge part(
      Charge whole, Joules active, Joules base, Joules uncertainty, long nanos) {
    return new Charge(
        whole.device(),
        whole.from(),
        whole.to(),
        active,
        base,
        uncertainty,
        Duration.ofNanos(nanos));
  }

  private Receipt receipt(
      SettledCall<OpenCall> settled,
      CallSize size,
      Call.Outcome outcome,
      Duration duration,
      List<Charge> charges,
      long calls) {
    OpenCall call = settled.attachment();
    return new Receipt(
        new Call(call.key, outcome),
        clock.at(settled.from()),
        duration,
        size.items(),
        call.tokens(size.inputTokens(), settled.from()),
        call.route,
        call.traceId,
        call.requestId(),
        charges,
        charges.isEmpty() ? Quality.UNMEASURED : quality(settled),
        calls);
  }

  // A sensor that was out for the whole call has seen nothing of it, which is not no energy. A call
  // on a device that no meter covers, as of a model on the CPU, has no shares and so no energy.
  private static boolean hasEnergy(SettledCall<?> settled) {
    return settled.shares().stream()
        .anyMatch(share -> !share.outage() || share.activeMicros() + share.baseMicros() > 0);
  }

  private List<Charge> charges(SettledCall<?> settled) {
    Instant from = clock.at(settled.from());
    Instant to = clock.at(settled.to());
    return settled.shares().stream().map(share -> charge(share, from, to)).toList();
  }

  private Charge charge(SettledShare share, Instant from, Instant to) {
    return new Charge(
        device(share),
        from,
        to,
        Joules.ofMicros(share.activeMicros()),
        Joules.ofMicros(share.baseMicros()),
        Joules.ofMicros(share.uncertaintyMicros()),
        Duration.ofNanos(share.occupiedNanos()),
        share.untilFirstMicros().isPresent()
            ? Optional.of(Joules.ofMicros(share.untilFirstMicros().getAsLong()))
            : Optional.empty());
  }

  private Device device(SettledShare share) {
    return Objects.requireNonNull(devices.get(share.device()), share.device());
  }

  private Quality quality(SettledCall<OpenCall> settled) {
    List<SettledShare> shares = settled.shares();
    List<Source> sources = shares.stream().map(share -> device(share).source()).toList();
    if (sources.contains(Source.SIMULATED)) {
      return Quality.SIMULATED;
    }
    if (sources.contains(Source.ESTIMATE)) {
      return Quality.ESTIMATED;
    }
    if (shares.stream().anyMatch(share -> shared.test(share.device()))) {
      return Quality.SHARED;
    }
    if (!settled.attachment().placed) {
      return Quality.UNPLACED;
    }
    boolean together = settled.attachment().together().isPresent();
    if (together || settled.expired() || shares.stream().anyMatch(share -> !share.resolved())) {
      return Quality.UNRESOLVED;
    }
    return sources.contains(Source.NVML_POWER) ? Quality.INTEGRATED : Quality.MEASURED;
  }
}
