package io.joulebook.agent.export;

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
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;

/** Writes receipts. */
public final class Receipts {
  private final Map<String, Device> devices;
  private final WallClock clock;

  /** For calls on these devices, by id. */
  public Receipts(Map<String, Device> devices, WallClock clock) {
    this.devices = Map.copyOf(devices);
    this.clock = clock;
  }

  /** The receipt of a settled call. */
  public Receipt receipt(SettledCall settled, CallFacts facts) {
    boolean seen = settled.shares().stream().anyMatch(Receipts::isSeen);
    return new Receipt(
        call(settled, facts),
        clock.at(settled.from()),
        Duration.ofNanos(settled.to() - settled.from()),
        facts.items(),
        facts.inputTokens(),
        OptionalLong.empty(),
        facts.route(),
        facts.traceId(),
        seen ? charges(settled) : List.of(),
        seen ? quality(settled, facts) : Quality.UNMEASURED);
  }

  // A sensor that was out for the whole call has seen nothing of it, which is not no energy.
  private static boolean isSeen(SettledShare share) {
    return !share.blind() || share.activeMicros() + share.baseMicros() > 0;
  }

  private static Call call(SettledCall settled, CallFacts facts) {
    Call.Outcome outcome = settled.failed() ? Call.Outcome.ERROR : Call.Outcome.OK;
    return new Call(facts.model(), facts.engine(), facts.operation(), outcome);
  }

  private List<Charge> charges(SettledCall settled) {
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
        Joules.ofMicros(share.doubtMicros()),
        Duration.ofNanos(share.occupiedNanos()));
  }

  private Device device(SettledShare share) {
    return Objects.requireNonNull(devices.get(share.device()), share.device());
  }

  private Quality quality(SettledCall settled, CallFacts facts) {
    List<SettledShare> shares = settled.shares();
    List<Source> sources = shares.stream().map(share -> device(share).source()).toList();
    if (sources.contains(Source.SIMULATED)) {
      return Quality.SIMULATED;
    }
    if (sources.contains(Source.ESTIMATE)) {
      return Quality.ESTIMATED;
    }
    if (!facts.placed()) {
      return Quality.UNPLACED;
    }
    if (settled.expired() || shares.stream().anyMatch(share -> !share.resolved())) {
      return Quality.UNRESOLVED;
    }
    return sources.contains(Source.NVML_POWER) ? Quality.INTEGRATED : Quality.MEASURED;
  }
}
