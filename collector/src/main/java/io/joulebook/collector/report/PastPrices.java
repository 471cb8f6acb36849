package io.joulebook.collector.report;

import io.joulebook.collector.feed.vendor.ConstantIntensities;
import io.joulebook.collector.feed.vendor.GridSettings;
import io.joulebook.collector.grid.Bucket;
import io.joulebook.collector.grid.EmissionMethod;
import io.joulebook.collector.grid.FeedName;
import io.joulebook.collector.grid.IntensityRecord;
import io.joulebook.collector.grid.IntensityResult;
import io.joulebook.collector.grid.Ladder;
import io.joulebook.collector.grid.LiveRung;
import io.joulebook.collector.history.Entry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The price of each five minutes of a past period: as it was decided, and by what is known now. It
 * is a ladder of the same rungs that is told what the history holds, in the history's order.
 */
final class PastPrices {
  /** The profile rung looks 28 days back; what is further back than this is of no use. */
  static final Duration BEFORE = Duration.ofDays(40);

  private final Ladder ladder;
  private final Instant since;
  private final Instant until;
  private final Optional<Instant> asOf;
  private long used;
  private long foreign;
  private long later;

  private PastPrices(Ladder ladder, Instant since, Instant until, Optional<Instant> asOf) {
    this.ladder = ladder;
    this.since = since;
    this.until = until;
    this.asOf = asOf;
  }

  /** The live feeds of a ladder, best first: those above the first that always has a price. */
  static List<FeedName> live(GridSettings settings) {
    return settings.zone().isEmpty()
        ? List.of()
        : settings.ladder().stream().takeWhile(FeedName::isLive).toList();
  }

  /** Prices that do not depend on time. */
  static PastPrices timeless(GridSettings settings) {
    IntensityResult quote = ConstantIntensities.quote(settings, settings.ladder());
    return new PastPrices(Ladder.timeless(quote), Instant.MIN, Instant.MAX, Optional.empty());
  }

  /**
   * Prices by live feeds, before any line of the history.
   *
   * @param method signal and basis of the ladder
   * @param first the earliest time to be priced
   * @param last the latest
   * @param asOf leaves out what became known after it
   */
  static PastPrices live(
      GridSettings settings,
      EmissionMethod method,
      Instant first,
      Instant last,
      Optional<Instant> asOf) {
    Instant since = Bucket.startOf(first.minus(BEFORE));
    Instant until = Bucket.startOf(last).plusSeconds(Bucket.SECONDS);
    List<FeedName> alike =
        settings.ladder().stream()
            .filter(name -> !name.isLive())
            .filter(name -> ConstantIntensities.method(settings, name).equals(method))
            .toList();
    Ladder ladder =
        Ladder.live(
            settings.zone().orElseThrow(),
            method,
            live(settings).stream().map(name -> new LiveRung(name, Duration.ZERO)).toList(),
            settings.oldest(),
            ConstantIntensities.quote(settings, alike),
            Duration.between(since, until));
    return new PastPrices(ladder, since, until, asOf);
  }

  /** Takes a line of the history; they must come in the order in which they became known. */
  void take(Entry entry) {
    if (asOf.isPresent() && entry.knownAt().isAfter(asOf.get())) {
      later++;
    } else if (entry instanceof Entry.Known known) {
      take(known.record());
    } else if (entry instanceof Entry.Priced priced) {
      take(priced);
    }
  }

  // A ladder remembers a span of so many days: what lies past it would push out the period itself.
  private void take(IntensityRecord known) {
    if (!isOfThis(known.zone().code(), known.method())) {
      foreign++;
    } else if (known.to().isAfter(since) && known.from().isBefore(until)) {
      used++;
      ladder.learn(known);
    }
  }

  private void take(Entry.Priced priced) {
    Instant bucket = priced.decision().bucket();
    if (!isOfThis(priced.zone().code(), priced.method())) {
      foreign++;
    } else if (!bucket.isBefore(since) && bucket.isBefore(until)) {
      used++;
      ladder.adopt(priced.decision());
    }
  }

  private boolean isOfThis(String zone, EmissionMethod method) {
    return ladder.zone().filter(own -> own.code().equals(zone)).isPresent()
        && method.equals(ladder.method());
  }

  /** The price as first known: the decision, or what would be decided by what is known. */
  IntensityResult first(Instant bucket) {
    return ladder.decided(bucket).orElseGet(() -> ladder.provisional(bucket));
  }

  /** The price by what is known now. */
  IntensityResult now(Instant bucket) {
    return isDecided(bucket) ? ladder.revised(bucket) : ladder.provisional(bucket);
  }

  boolean isDecided(Instant bucket) {
    return ladder.decided(bucket).isPresent();
  }

  boolean isLive() {
    return !ladder.isTimeless();
  }

  EmissionMethod method() {
    return ladder.method();
  }

  /** Lines of the history that told of the period or the days before it. */
  long used() {
    return used;
  }

  /** Lines of another zone, signal or basis. */
  long foreign() {
    return foreign;
  }

  /** Lines that became known after the time as of which the report is. */
  long later() {
    return later;
  }
}
