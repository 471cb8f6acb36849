package io.joulebook.collector.carbon;

import io.joulebook.collector.Charge;
import io.joulebook.collector.Grams;
import io.joulebook.collector.Joules;
import io.joulebook.collector.grid.Bucket;
import io.joulebook.collector.grid.Decision;
import io.joulebook.collector.grid.IntensityRecord;
import io.joulebook.collector.grid.IntensityResult;
import io.joulebook.collector.grid.Ladder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Prices energy at the grid intensity of the time in which it was used. Where that is not known
 * yet, energy is kept by its five minutes of UTC until it is, in whole microjoules. The facility
 * factor is applied here, once, and nowhere else. Not thread-safe.
 */
public final class Pricing {
  private final Ladder ladder;
  private final Optional<Pue> pue;
  private final Restatements restatements;
  private final TreeMap<Instant, Map<Sink, Long>> pending = new TreeMap<>();

  /** Prices from this ladder; without a facility factor it assumes {@link Pue#NONE}. */
  public Pricing(Ladder ladder, Optional<Pue> pue) {
    this.ladder = ladder;
    this.pue = pue;
    restatements = new Restatements(pue.orElse(Pue.NONE));
  }

  /** Receives priced energy, in one or more parts, at once or later. Told apart by identity. */
  @FunctionalInterface
  public interface Sink {
    /** Takes the part of the energy, in microjoules, that this quote applies to. */
    void take(Instant bucket, IntensityResult quote, long micros);

    /** Whose energy it takes, in a form that outlives the process; empty if that is not known. */
    default Map<String, String> owner() {
      return Map.of();
    }

    /** Energy, in microjoules, that has been given and not been taken yet: by so much more. */
    default void waiting(long micros) {}
  }

  /**
   * Quotes for energy used evenly over an interval: one part for each five-minute bucket of UTC.
   * The parts add up to the energy, to the microjoule.
   */
  public void price(Joules energy, Instant from, Instant to, Sink sink) {
    BucketSplit.split(energy.micros(), from, to, (bucket, micros) -> price(bucket, micros, sink));
  }

  /** Quotes for energy used in the five minutes that begin then. */
  public void price(Instant bucket, long micros, Sink sink) {
    Optional<IntensityResult> quote = ladder.decided(bucket);
    if (quote.isPresent()) {
      sink.take(bucket, quote.get(), micros);
    } else {
      pending.computeIfAbsent(bucket, b -> new HashMap<>()).merge(sink, micros, Math::addExact);
      sink.waiting(micros);
    }
  }

  /** All energy that waits for its price, and whose it is, where that is known. */
  public List<UnpricedEnergy> waiting() {
    List<UnpricedEnergy> all = new ArrayList<>();
    pending.forEach(
        (bucket, sinks) ->
            sinks.forEach(
                (sink, micros) -> {
                  if (!sink.owner().isEmpty()) {
                    all.add(new UnpricedEnergy(bucket, micros, sink.owner()));
                  }
                }));
    return all;
  }

  /**
   * Prices what has waited and can be priced by now.
   *
   * @return the decisions that were taken, to be kept
   */
  public List<Decision> settle(Instant now) {
    List<Decision> decisions = new ArrayList<>();
    for (var waiting = pending.entrySet().iterator(); waiting.hasNext(); ) {
      settle(waiting, now, decisions);
    }
    return decisions;
  }

  private void settle(
      Iterator<Map.Entry<Instant, Map<Sink, Long>>> waiting, Instant now, List<Decision> taken) {
    Map.Entry<Instant, Map<Sink, Long>> entry = waiting.next();
    Instant bucket = entry.getKey();
    ladder.decide(bucket, now).ifPresent(taken::add);
    Optional<IntensityResult> quote = ladder.decided(bucket).or(() -> ladder.tooOld(bucket));
    if (quote.isPresent()) {
      // A TreeMap's entry may become that of its neighbour when it is removed.
      Map<Sink, Long> waited = entry.getValue();
      waiting.remove();
      give(bucket, quote.get(), waited);
    }
  }

  private static void give(Instant bucket, IntensityResult quote, Map<Sink, Long> waited) {
    waited.forEach(
        (sink, micros) -> {
          sink.waiting(-micros);
          sink.take(bucket, quote, micros);
        });
  }

  /** Takes what has become known of intensities, in the order in which it did. */
  public void learn(List<IntensityRecord> records) {
    for (IntensityRecord known : records) {
      ladder.learn(known).forEach(restatements::restate);
    }
  }

  /** Takes over a decision of an earlier run, and prices what has waited for it in this one. */
  public void adopt(Decision decision) {
    ladder.adopt(decision);
    Instant bucket = decision.bucket();
    ladder
        .decided(bucket)
        .ifPresent(
            quote ->
                Optional.ofNullable(pending.remove(bucket))
                    .ifPresent(waited -> give(bucket, quote, waited)));
  }

  /** Notes measured energy that has been priced, so that it can be restated. */
  public void noteMeasured(Instant bucket, IntensityResult first, String source, long micros) {
    if (!ladder.isTimeless()) {
      restatements.add(bucket, source, micros, first, ladder.revised(bucket));
    }
  }

  /** What has been restated so far. */
  public Restatements restatements() {
    return restatements;
  }

  /** What a kilowatt hour would cost at that time by what is known now. */
  public IntensityResult provisional(Instant time) {
    return ladder.provisional(Bucket.startOf(time));
  }

  /**
   * What a call's energy would cost by what is known now; empty if a part of it has no price.
   *
   * @param charges the call's charges
   */
  public Optional<Grams> provisional(List<Charge> charges) {
    GramsAccumulator tally = new GramsAccumulator();
    boolean[] unpriced = new boolean[1];
    for (Charge charge : charges) {
      BucketSplit.split(
          charge.total().micros(),
          charge.from(),
          charge.to(),
          (bucket, micros) -> {
            if (ladder.provisional(bucket) instanceof IntensityResult.Price price) {
              tally.add(micros, price.intensity(), pue());
            } else {
              unpriced[0] = true;
            }
          });
    }
    return unpriced[0] ? Optional.empty() : Optional.of(tally.total());
  }

  /** Whether energy may have to wait for its price. */
  public boolean canWait() {
    return !ladder.isTimeless();
  }

  /** The facility factor in force. */
  public Pue pue() {
    return pue.orElse(Pue.NONE);
  }

  /** Whether the facility factor was configured, and not assumed. */
  public boolean isPueConfigured() {
    return pue.isPresent();
  }
}
