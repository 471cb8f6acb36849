package io.joulebook.collector.grid;

import io.joulebook.collector.grid.IntensityResult.Price;
import io.joulebook.collector.grid.IntensityResult.Reason;
import io.joulebook.collector.grid.IntensityResult.Unpriced;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * What a kilowatt hour costs in each five minutes of UTC, decided once, from the best that is
 * known.
 *
 * <p><b>The rungs</b>, from the best: the first live feed's value for the five minutes, actual or
 * estimated; another live feed's value for them; the last value before them, of whichever feed has
 * the latest, if its interval ended no longer before than the bound; the mean of the same five
 * minutes of the 28 days before; a value that does not depend on time: stated, or the yearly one of
 * the zone, its country, the world; else no price. All feeds of a ladder answer the same question
 * and count the same emissions ({@link EmissionMethod}): whoever builds a ladder sees to it.
 *
 * <p><b>When.</b> Feeds publish late: a system operator says half an hour afterwards what a half
 * hour was. To price at once would be to price nearly everything with an old value. So five minutes
 * wait for the first feed's value, and are decided the moment it is known. If it is not there when
 * the feed's interval and its usual lag are over, the next rungs are taken. A forecast decides
 * nothing. A ladder without live feeds decides at once.
 *
 * <p><b>For good.</b> A decision stands, since counters cannot go back: what it is in is the figure
 * as first known. When a feed says something of these five minutes later, or says something else,
 * that is a {@link Revision}: from the first live feed in the ladder's order that has a value of
 * those five minutes itself. The lower rungs revise nothing.
 *
 * <p>Pure: no clock, no thread, no input or output. Not thread-safe. A decision costs at most some
 * hundred look-ups; a hundred days of values and decisions take about 370 kB a feed and 460 kB
 * beside. Everything it decides follows from what it was told, in the order in which it was told.
 */
public final class Ladder {
  /** What a ladder at work remembers: more than the ninety days in which feeds revise. */
  public static final Duration MEMORY = Duration.ofDays(100);

  private static final Unpriced NO_INTENSITY = new Unpriced(Reason.NO_INTENSITY);
  private static final Unpriced TOO_OLD = new Unpriced(Reason.TOO_OLD);

  private final Optional<Zone> zone;
  private final EmissionMethod method;
  private final List<FeedSeries> tracks;
  private final Duration wait;
  private final Duration oldest;
  private final IntensityResult timeless;
  private final Decisions decisions;

  private Ladder(
      Optional<Zone> zone,
      EmissionMethod method,
      List<LiveRung> live,
      Duration oldest,
      IntensityResult timeless,
      Duration memory) {
    int buckets = Math.toIntExact(memory.toSeconds() / Bucket.SECONDS);
    decisions = new Decisions(buckets);
    this.zone = zone;
    this.method = method;
    this.oldest = oldest;
    this.timeless = timeless;
    tracks = live.stream().map(rung -> new FeedSeries(rung.name(), buckets)).toList();
    wait = live.isEmpty() ? Duration.ZERO : live.get(0).patience();
  }

  /**
   * A ladder of live feeds above what does not depend on time.
   *
   * @param zone the zone that all feeds speak of
   * @param method signal and basis of all of them
   * @param live the live feeds, best first; not empty
   * @param oldest how long before the time of use a last known value may have ended
   * @param timeless what is left when no feed is of use
   * @param memory how far values and decisions may lie apart in time and still be known
   */
  public static Ladder live(
      Zone zone,
      EmissionMethod method,
      List<LiveRung> live,
      Duration oldest,
      IntensityResult timeless,
      Duration memory) {
    return new Ladder(Optional.of(zone), method, live, oldest, timeless, memory);
  }

  /** A ladder on which every time has the same price. */
  public static Ladder timeless(IntensityResult quote) {
    return new Ladder(
        Optional.empty(),
        EmissionMethod.AVERAGE_LIFECYCLE,
        List.of(),
        Duration.ZERO,
        quote,
        Duration.ZERO);
  }

  /** The quote of the yearly table for a zone. */
  public static IntensityResult yearly(Optional<Zone> zone) {
    return StaticFeed.quote(zone);
  }

  /** The quote of a stated intensity. */
  public static IntensityResult stated(
      GridIntensity intensity, Optional<Zone> zone, EmissionMethod method) {
    return FixedFeed.quote(intensity, zone, method);
  }

  /** No quote. */
  public static IntensityResult nothing() {
    return NO_INTENSITY;
  }

  /** Whether every time has the same price. */
  public boolean isTimeless() {
    return tracks.isEmpty();
  }

  /** The zone, where the ladder has live feeds. */
  public Optional<Zone> zone() {
    return zone;
  }

  /** Signal and basis of all its rungs. */
  public EmissionMethod method() {
    return method;
  }

  /** How long after the end of five minutes the first feed is waited for. */
  public Duration patience() {
    return wait;
  }

  /** The price decided for the five minutes that begin then, if it is decided. */
  public Optional<IntensityResult> decided(Instant bucket) {
    if (isTimeless()) {
      return Optional.of(timeless);
    }
    return Optional.ofNullable(decisions.first(Bucket.number(bucket)));
  }

  /** What is known now of five minutes that are decided: the decision, or its last revision. */
  public IntensityResult revised(Instant bucket) {
    IntensityResult current = isTimeless() ? timeless : decisions.current(Bucket.number(bucket));
    return current == null ? NO_INTENSITY : current;
  }

  /**
   * Decides five minutes if that can be done by now.
   *
   * @return the decision; empty if the first feed is still waited for, they were decided before, or
   *     they are too long ago to be kept
   */
  public Optional<Decision> decide(Instant bucket, Instant now) {
    long number = Bucket.number(bucket);
    if (decided(bucket).isPresent() || !decisions.keeps(number) || !isDue(number, now)) {
      return Optional.empty();
    }
    IntensityResult quote = best(number);
    decisions.decide(number, quote);
    return Optional.of(new Decision(bucket, now, quote));
  }

  /** That there is no price any more, if five minutes are so long ago that none is kept. */
  public Optional<IntensityResult> tooOld(Instant bucket) {
    boolean kept = isTimeless() || decisions.keeps(Bucket.number(bucket));
    return kept ? Optional.empty() : Optional.of(TOO_OLD);
  }

  private boolean isDue(long bucket, Instant now) {
    return tracks.get(0).knows(bucket) || !now.isBefore(Bucket.start(bucket + 1).plus(wait));
  }

  /** Takes over a decision that an earlier run has taken. */
  public void adopt(Decision decision) {
    decisions.decide(Bucket.number(decision.bucket()), decision.quote());
  }

  /** What a kilowatt hour would cost if it had to be decided by what is known now. */
  public IntensityResult provisional(Instant time) {
    return isTimeless() ? timeless : best(Bucket.number(time));
  }

  /**
   * Takes a record, in the order in which records became known. Records of feeds that are not on
   * the ladder, of another zone or method, and forecasts change nothing.
   *
   * @return the decided five minutes whose price is another by it
   */
  public List<Revision> learn(IntensityRecord known) {
    Optional<FeedSeries> track = tracks.stream().filter(each -> isOf(known, each)).findFirst();
    if (track.isEmpty()) {
      return List.of();
    }
    track.get().take(known);
    List<Revision> revisions = new ArrayList<>();
    long end = Bucket.number(known.to());
    for (long bucket = Bucket.number(known.from()); bucket < end; bucket++) {
      revise(bucket, revisions);
    }
    return revisions;
  }

  private boolean isOf(IntensityRecord known, FeedSeries track) {
    return known.feed().equals(track.feed)
        && known.kind() != RecordKind.FORECAST
        && known.method().equals(method)
        && Optional.of(known.zone()).equals(zone);
  }

  private void revise(long bucket, List<Revision> revisions) {
    @Nullable IntensityResult before = decisions.current(bucket);
    Optional<Price> after = said(bucket);
    if (before != null && after.isPresent() && !after.get().equals(before)) {
      decisions.revise(bucket, after.get());
      revisions.add(new Revision(Bucket.start(bucket), before, after.get()));
    }
  }

  private IntensityResult best(long bucket) {
    return said(bucket)
        .or(() -> lastKnown(bucket))
        .or(() -> profile(bucket))
        .map(IntensityResult.class::cast)
        .orElse(timeless);
  }

  /** What the feeds say of the bucket itself. */
  private Optional<Price> said(long bucket) {
    for (int i = 0; i < tracks.size(); i++) {
      FeedSeries track = tracks.get(i);
      if (track.knows(bucket)) {
        return Optional.of(price(track, track.at(bucket), tier(i, track.isEstimate(bucket))));
      }
    }
    return Optional.empty();
  }

  private static Tier tier(int rung, boolean estimate) {
    if (rung > 0) {
      return Tier.SECOND_FEED;
    }
    return estimate ? Tier.ESTIMATED : Tier.ACTUAL;
  }

  private Optional<Price> lastKnown(long bucket) {
    Optional<Price> last = Optional.empty();
    long latest = Long.MIN_VALUE;
    for (FeedSeries track : tracks) {
      OptionalLong before = track.lastBefore(bucket, oldest);
      if (before.isPresent() && before.getAsLong() > latest) {
        latest = before.getAsLong();
        last = Optional.of(price(track, track.at(latest), Tier.LAST_KNOWN));
      }
    }
    return last;
  }

  private Optional<Price> profile(long bucket) {
    for (FeedSeries track : tracks) {
      OptionalLong mean = track.profile(bucket);
      if (mean.isPresent()) {
        GridIntensity intensity = GridIntensity.ofMilligramsPerKwh(mean.getAsLong());
        return Optional.of(price(track, intensity, Tier.PROFILE));
      }
    }
    return Optional.empty();
  }

  private Price price(FeedSeries track, GridIntensity intensity, Tier tier) {
    String code = zone.map(Zone::code).orElseThrow();
    return new Price(intensity, code, track.feed.toString(), method, tier);
  }
}
