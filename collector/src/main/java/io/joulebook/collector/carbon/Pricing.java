package io.joulebook.collector.carbon;

import io.joulebook.collector.Joules;
import io.joulebook.collector.grid.Ladder;
import io.joulebook.collector.grid.Quote;
import java.time.Instant;
import java.util.Optional;

/**
 * Prices energy at the grid intensity of the time in which it was used. The facility factor is
 * applied here, once, and nowhere else.
 */
public final class Pricing {
  private final Ladder ladder;
  private final Optional<Pue> pue;

  /** Prices from this ladder; without a facility factor it assumes {@link Pue#NONE}. */
  public Pricing(Ladder ladder, Optional<Pue> pue) {
    this.ladder = ladder;
    this.pue = pue;
  }

  /** Receives priced energy, in one or more parts. */
  @FunctionalInterface
  public interface Sink {
    /** Takes the part of the energy, in microjoules, that this quote applies to. */
    void take(Quote quote, long micros);
  }

  /**
   * Quotes for energy used evenly over an interval: one part for each five-minute bucket of UTC.
   * The parts add up to the energy, to the microjoule.
   */
  public void price(Joules energy, Instant from, Instant to, Sink sink) {
    Buckets.split(
        energy.micros(), from, to, (bucket, micros) -> sink.take(ladder.at(bucket), micros));
  }

  /** What a kilowatt hour costs at that time. */
  public Quote at(Instant time) {
    return ladder.at(Buckets.startOf(time));
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
