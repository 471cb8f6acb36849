package io.joulebook.collector;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What one settled call cost; or, where calls came so fast that they were counted together, what
 * those cost in sum.
 *
 * @param call what was called and how it ended
 * @param start when it began, by the wall clock
 * @param duration how long it took, by the monotonic clock; of calls counted together the mean
 * @param items what it worked on (rows of the batch), at least 0; empty where that is not known
 * @param tokens what it read and made, as far as it is seen
 * @param route the server's route that caused the call, where one is seen; cut as a model's name
 * @param traceId the trace it belongs to, where one is seen
 * @param requestId the server's own id of the request that it is for, where a server tells
 * @param charges one per device it drew on; empty if {@code quality} is {@code UNMEASURED}
 * @param quality how good the energy is
 * @param calls how many calls it is for: 1, or as many as were counted together; 0 only where those
 *     are all still in flight
 */
public record Receipt(
    Call call,
    Instant start,
    Duration duration,
    OptionalLong items,
    Tokens tokens,
    Optional<String> route,
    Optional<String> traceId,
    Optional<String> requestId,
    List<Charge> charges,
    Quality quality,
    long calls) {
  public Receipt {
    charges = List.copyOf(charges);
    route = route.map(BoundedText::onReceipt);
  }

  /** The receipt of one call, for no request that a server has an id of. */
  public Receipt(
      Call call,
      Instant start,
      Duration duration,
      OptionalLong items,
      OptionalLong inputTokens,
      OptionalLong outputTokens,
      Optional<String> route,
      Optional<String> traceId,
      List<Charge> charges,
      Quality quality) {
    this(
        call,
        start,
        duration,
        items,
        Tokens.of(inputTokens, outputTokens),
        route,
        traceId,
        Optional.empty(),
        charges,
        quality,
        1);
  }

  /** Tokens read, see {@link Tokens#input}. */
  public OptionalLong inputTokens() {
    return tokens.input();
  }

  /** Tokens generated, see {@link Tokens#output}. */
  public OptionalLong outputTokens() {
    return tokens.output();
  }

  /** What tells the request that it belongs to from others, where anything does. */
  public Optional<String> request() {
    return requestId.or(() -> traceId);
  }

  /** The uncertainty of all charges, taken as if they were off together; zero without charges. */
  public Joules uncertainty() {
    return charges.stream().map(Charge::uncertainty).reduce(Joules.ZERO, Joules::plus);
  }

  /**
   * The call's energy split over the items of its batch, in equal parts that add up to it; empty
   * where no energy is known, or there are no items. Items of unequal size are told apart by {@link
   * Joules#split}, with their tokens as weights.
   */
  public Optional<List<Joules>> energyPerItem() {
    long parts = items.orElse(0);
    return parts == 0
        ? Optional.empty()
        : energy().map(all -> all.split(new long[Math.toIntExact(parts)]));
  }

  /**
   * What of the energy of all charges came before the first piece of its answer: its prefill, and
   * the wait for it; empty where the answer came in one piece.
   */
  public Optional<Joules> energyUntilFirstToken() {
    return charges.stream().flatMap(c -> c.untilFirstToken().stream()).reduce(Joules::plus);
  }

  /** The energy of all charges; empty where none is known, which is not the same as none used. */
  public Optional<Joules> energy() {
    return charges.stream().map(Charge::total).reduce(Joules::plus);
  }
}
