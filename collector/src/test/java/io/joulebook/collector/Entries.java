package io.joulebook.collector;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** Receipts and statements to enter, of a machine with one simulated and one real device. */
public final class Entries {
  public static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  public static final Device H100 = new Device("GPU-1", Component.GPU, Source.NVML);
  public static final Device PACKAGE = new Device("package-0", Component.CPU, Source.RAPL);
  public static final Device PRETENDED = new Device("GPU-sim", Component.GPU, Source.SIMULATED);

  private static final Duration SECOND = Duration.ofSeconds(1);

  private Entries() {}

  public static Call call(String model) {
    return new Call(model, "onnxruntime", "run", Call.Outcome.OK);
  }

  /** A charge of one second from noon. */
  public static Charge charge(Device device, long activeMicros, long baseMicros) {
    return charge(device, activeMicros, baseMicros, NOON, NOON.plus(SECOND));
  }

  public static Charge charge(
      Device device, long activeMicros, long baseMicros, Instant from, Instant to) {
    return new Charge(
        device,
        from,
        to,
        Joules.ofMicros(activeMicros),
        Joules.ofMicros(baseMicros),
        Joules.ZERO,
        Duration.between(from, to));
  }

  public static Receipt receipt(Call call, Charge... charges) {
    return new Receipt(
        call,
        NOON,
        Duration.ofMillis(20),
        OptionalLong.of(4),
        OptionalLong.empty(),
        OptionalLong.empty(),
        Optional.empty(),
        Optional.empty(),
        List.of(charges),
        charges.length == 0 ? Quality.UNMEASURED : Quality.MEASURED);
  }

  /** The same for a call of which so much came before the first piece of its answer. */
  public static Charge streamed(Charge charge, long untilFirstToken) {
    return new Charge(
        charge.device(),
        charge.from(),
        charge.to(),
        charge.active(),
        charge.base(),
        charge.uncertainty(),
        charge.occupied(),
        Optional.of(Joules.ofMicros(untilFirstToken)));
  }

  public static Receipt traced(String traceId, Receipt receipt) {
    return new Receipt(
        receipt.call(),
        receipt.start(),
        receipt.duration(),
        receipt.items(),
        receipt.inputTokens(),
        receipt.outputTokens(),
        receipt.route(),
        Optional.of(traceId),
        receipt.charges(),
        receipt.quality());
  }

  public static Receipt routed(String route, Receipt receipt) {
    return new Receipt(
        receipt.call(),
        receipt.start(),
        receipt.duration(),
        receipt.items(),
        receipt.inputTokens(),
        receipt.outputTokens(),
        Optional.of(route),
        receipt.traceId(),
        receipt.charges(),
        receipt.quality());
  }

  public static Receipt withTokens(long input, long output, Receipt receipt) {
    return new Receipt(
        receipt.call(),
        receipt.start(),
        receipt.duration(),
        receipt.items(),
        OptionalLong.of(input),
        OptionalLong.of(output),
        receipt.route(),
        receipt.traceId(),
        receipt.charges(),
        receipt.quality());
  }

  /** The same with all that a server and an engine can tell of it. */
  public static Receipt told(Tokens tokens, String requestId, Receipt receipt) {
    return new Receipt(
        receipt.call(),
        receipt.start(),
        receipt.duration(),
        receipt.items(),
        tokens,
        receipt.route(),
        receipt.traceId(),
        Optional.of(requestId),
        receipt.charges(),
        receipt.quality(),
        receipt.calls());
  }

  /** The same for so many calls that were counted together, on a batch that is not known. */
  public static Receipt together(long calls, Receipt receipt) {
    return new Receipt(
        receipt.call(),
        receipt.start(),
        receipt.duration(),
        OptionalLong.empty(),
        receipt.tokens(),
        receipt.route(),
        receipt.traceId(),
        receipt.requestId(),
        receipt.charges(),
        receipt.quality(),
        calls);
  }

  public static Receipt lasting(Duration duration, Receipt receipt) {
    return new Receipt(
        receipt.call(),
        receipt.start(),
        duration,
        receipt.items(),
        receipt.inputTokens(),
        receipt.outputTokens(),
        receipt.route(),
        receipt.traceId(),
        receipt.charges(),
        receipt.quality());
  }

  /** A statement of one second from noon, in balance. */
  public static Statement statement(Device device, Map<Account, Joules> accounts) {
    return statement(device, accounts, NOON);
  }

  /** A statement of one second, a quarter of it busy, in balance. */
  public static Statement statement(Device device, Map<Account, Joules> accounts, Instant from) {
    return statement(device, accounts, from, SECOND, SECOND.dividedBy(4));
  }

  /** A statement in balance. */
  public static Statement statement(
      Device device, Map<Account, Joules> accounts, Instant from, Duration length, Duration busy) {
    Joules measured = accounts.values().stream().reduce(Joules.ZERO, Joules::plus);
    return new Statement(
        device,
        from,
        from.plus(length),
        length,
        busy,
        measured,
        accounts,
        Joules.ZERO,
        new Sensor(
            Optional.of(Duration.ofMillis(100)),
            Optional.of(Duration.ofMillis(150)),
            Optional.of(Watts.ofMillis(71_500)),
            Optional.of(Watts.ofMillis(250)),
            Set.of(Sensor.Trait.PHASE_LOCKED)));
  }
}
