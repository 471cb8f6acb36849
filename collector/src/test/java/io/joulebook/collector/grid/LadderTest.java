package io.joulebook.collector.grid;

import static io.joulebook.collector.grid.Said.DE;
import static io.joulebook.collector.grid.Said.METHOD;
import static io.joulebook.collector.grid.Said.by;
import static org.assertj.core.api.Assertions.assertThat;

import io.joulebook.collector.grid.IntensityResult.Price;
import io.joulebook.collector.grid.IntensityResult.Reason;
import io.joulebook.collector.grid.IntensityResult.Unpriced;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LadderTest {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  private static final Duration FIVE = Duration.ofMinutes(5);
  private static final Duration WAIT = Duration.ofMinutes(70);
  private static final Instant DUE = NOON.plus(FIVE).plus(WAIT);
  private static final Duration OLDEST = Duration.ofHours(3);
  private static final FeedName FIRST = FeedNames.ELECTRICITY_MAPS;
  private static final FeedName SECOND = FeedNames.HTTP_JSON;

  private final Ladder ladder = ladder(Ladder.yearly(Optional.of(DE)));

  @Test
  void theFirstFeedsValueIsTakenTheMomentThatItIsKnown() {
    assertThat(ladder.decide(NOON, NOON)).isEmpty();
    ladder.learn(by(FIRST, RecordKind.ACTUAL, 250, NOON, FIVE));

    assertThat(ladder.decide(NOON, NOON)).hasValue(decision(NOON, price(250, FIRST, Tier.ACTUAL)));
  }

  @Test
  void anEstimateOfTheFirstFeedIsTakenAndLabelledAsOne() {
    ladder.learn(by(FIRST, RecordKind.ESTIMATED, 250, NOON, FIVE));

    assertThat(quoteAt(NOON)).isEqualTo(price(250, FIRST, Tier.ESTIMATED));
  }

  @Test
  void aForecastDecidesNothing() {
    ladder.learn(by(FIRST, RecordKind.FORECAST, 250, NOON, FIVE));

    assertThat(quoteAt(NOON)).isInstanceOfSatisfying(Price.class, this::isStatic);
  }

  @Test
  void theSecondFeedIsTakenOnlyWhenTheFirstHasBeenWaitedFor() {
    ladder.learn(by(SECOND, RecordKind.ACTUAL, 300, NOON, FIVE));

    assertThat(ladder.decide(NOON, DUE.minusNanos(1))).isEmpty();
    assertThat(ladder.decide(NOON, DUE))
        .hasValue(new Decision(NOON, DUE, price(300, SECOND, Tier.SECOND_FEED)));
  }

  @Test
  void theLastKnownValueIsTakenUpToItsBoundAndNotAMinuteLonger() {
    ladder.learn(by(FIRST, RecordKind.ACTUAL, 250, NOON.minus(OLDEST).minus(FIVE), FIVE));

    assertThat(quoteAt(NOON)).isEqualTo(price(250, FIRST, Tier.LAST_KNOWN));
    assertThat(quoteAt(NOON.plus(FIVE))).isInstanceOfSatisfying(Price.class, this::isStatic);
  }

  @Test
  void theLastKnownValueIsTheYoungestOfAllFeeds() {
    ladder.learn(by(FIRST, RecordKind.ACTUAL, 250, NOON.minus(Duration.ofHours(2)), FIVE));
    ladder.learn(by(SECOND, RecordKind.ACTUAL, 300, NOON.minus(Duration.ofHours(1)), FIVE));

    assertThat(quoteAt(NOON)).isEqualTo(price(300, SECOND, Tier.LAST_KNOWN));
  }

  @Test
  void aValueAfterTheTimeOfUseIsNotALastKnownOne() {
    ladder.learn(by(FIRST, RecordKind.ACTUAL, 250, NOON.plus(FIVE), FIVE));

    assertThat(quoteAt(NOON)).isInstanceOfSatisfying(Price.class, this::isStatic);
  }

  @Test
  void theProfileIsTheMeanOfTheSameFiveMinutesOfFiveDaysOrMore() {
    for (int day = 2; day <= 5; day++) {
      ladder.learn(
          by(FIRST, RecordKind.ACTUAL, 100L * day, NOON.minus(Duration.ofDays(day)), FIVE));
    }
    assertThat(ladder.provisional(NOON)).isInstanceOfSatisfying(Price.class, this::isStatic);
    ladder.learn(by(FIRST, RecordKind.ACTUAL, 601, NOON.minus(Duration.ofDays(28)), FIVE));
    ladder.learn(by(FIRST, RecordKind.ACTUAL, 9, NOON.minus(Duration.ofDays(29)), FIVE));

    assertThat(quoteAt(NOON)).isEqualTo(priceOf(400_200, FIRST, Tier.PROFILE));
  }

  @Test
  void whereNothingIsKnownThereIsNoPriceAndNotAPriceOfNothing() {
    Ladder bare = ladder(Ladder.nothing());

    assertThat(bare.decide(NOON, DUE))
        .hasValue(new Decision(NOON, DUE, new Unpriced(Reason.NO_INTENSITY)));
  }

  @Test
  void aDecisionStandsAndALaterValueIsARevision() {
    ladder.learn(by(FIRST, RecordKind.ESTIMATED, 250, NOON, FIVE));
    IntensityResult first = quoteAt(NOON);
    List<Revision> revisions = ladder.learn(by(FIRST, RecordKind.ACTUAL, 240, NOON, FIVE));

    assertThat(ladder.decided(NOON)).hasValue(first);
    assertThat(ladder.decide(NOON, DUE)).isEmpty();
    assertThat(revisions)
        .containsExactly(new Revision(NOON, first, price(240, FIRST, Tier.ACTUAL)));
    assertThat(ladder.revised(NOON)).isEqualTo(price(240, FIRST, Tier.ACTUAL));
    assertThat(ladder.learn(by(FIRST, RecordKind.ACTUAL, 240, NOON, FIVE))).isEmpty();
  }

  @Test
  void aFeedThatComesBackRevisesWhatWasDecidedWithoutItAndTheSecondDoesNotOverruleIt() {
    quoteAt(NOON);
    assertThat(ladder.learn(by(SECOND, RecordKind.ACTUAL, 300, NOON, FIVE))).hasSize(1);
    assertThat(ladder.learn(by(FIRST, RecordKind.ACTUAL, 250, NOON, FIVE))).hasSize(1);
    assertThat(ladder.learn(by(SECOND, RecordKind.ACTUAL, 310, NOON, FIVE))).isEmpty();

    assertThat(ladder.revised(NOON)).isEqualTo(price(250, FIRST, Tier.ACTUAL));
  }

  @Test
  void anHourOfAFeedIsTwelveTimesFiveMinutes() {
    ladder.learn(by(FIRST, RecordKind.ACTUAL, 250, NOON, Duration.ofHours(1)));

    for (int i = 0; i < 12; i++) {
      Instant bucket = NOON.plus(FIVE.multipliedBy(i));
      assertThat(quoteAt(bucket)).isEqualTo(price(250, FIRST, Tier.ACTUAL));
    }
    assertThat(ladder.decide(NOON.plus(Duration.ofHours(1)), NOON)).isEmpty();
  }

  @Test
  void recordsOfOtherZonesMethodsAndFeedsChangeNothing() {
    IntensityRecord record = by(FIRST, RecordKind.ACTUAL, 250, NOON, FIVE);

    ladder.learn(by(FeedNames.NESO, RecordKind.ACTUAL, 1, NOON, FIVE));
    ladder.learn(with(record, new Zone("FR"), METHOD));
    ladder.learn(with(record, DE, EmissionMethod.AVERAGE_DIRECT));

    assertThat(quoteAt(NOON)).isInstanceOfSatisfying(Price.class, this::isStatic);
  }

  @Test
  void aDecisionOfAnEarlierRunIsTakenOver() {
    ladder.adopt(new Decision(NOON, DUE, price(77, FIRST, Tier.LAST_KNOWN)));
    ladder.adopt(new Decision(NOON, DUE, price(78, FIRST, Tier.LAST_KNOWN)));
    ladder.learn(by(FIRST, RecordKind.ACTUAL, 250, NOON, FIVE));

    assertThat(ladder.decided(NOON)).hasValue(price(77, FIRST, Tier.LAST_KNOWN));
  }

  @Test
  void fiveMinutesOfAHundredAndOneDaysAgoDoNotReplaceThoseOfToday() {
    quoteAt(NOON);
    Instant old = NOON.minus(Duration.ofDays(100));
    ladder.learn(by(FIRST, RecordKind.ACTUAL, 250, NOON, FIVE));
    ladder.learn(by(FIRST, RecordKind.ACTUAL, 9, old, FIVE));

    assertThat(ladder.decide(old, DUE)).isEmpty();
    assertThat(ladder.tooOld(old)).hasValue(new Unpriced(Reason.TOO_OLD));
    assertThat(ladder.tooOld(NOON)).isEmpty();
    assertThat(ladder.decided(NOON)).isPresent();
    assertThat(ladder.provisional(NOON)).isEqualTo(price(250, FIRST, Tier.ACTUAL));
  }

  @Test
  void aLadderWithoutLiveFeedsKnowsEveryPriceAtOnce() {
    Ladder yearly = Ladder.timeless(Ladder.yearly(Optional.of(DE)));

    assertThat(yearly.isTimeless()).isTrue();
    assertThat(yearly.decided(Instant.EPOCH)).isEqualTo(yearly.decided(NOON)).isPresent();
  }

  @Test
  void aStandInOfTheYearlyTableIsNamedByItsFeedAndTier() {
    assertThat(Ladder.yearly(Optional.of(new Zone("US-CAL-CISO"))))
        .isEqualTo(
            new Price(
                GridIntensity.parse("383.55"),
                "US-CAL-CISO",
                "static:US",
                METHOD,
                Tier.STATIC_COUNTRY));
    assertThat(((Price) Ladder.yearly(Optional.of(new Zone("AQ")))).tier())
        .isEqualTo(Tier.STATIC_WORLD);
    assertThat(Ladder.yearly(Optional.empty())).isEqualTo(new Unpriced(Reason.NO_ZONE));
  }

  private static Ladder ladder(IntensityResult timeless) {
    return Ladder.live(
        DE,
        METHOD,
        List.of(new LiveRung(FIRST, WAIT), new LiveRung(SECOND, Duration.ZERO)),
        OLDEST,
        timeless,
        Ladder.MEMORY);
  }

  private IntensityResult quoteAt(Instant bucket) {
    return ladder.decide(bucket, bucket.plus(FIVE).plus(WAIT)).orElseThrow().quote();
  }

  private static Decision decision(Instant at, IntensityResult quote) {
    return new Decision(NOON, at, quote);
  }

  private static Price price(long grams, FeedName feed, Tier tier) {
    return priceOf(grams * 1_000, feed, tier);
  }

  private static Price priceOf(long milligrams, FeedName feed, Tier tier) {
    GridIntensity intensity = GridIntensity.ofMilligramsPerKwh(milligrams);
    return new Price(intensity, "DE", feed.toString(), METHOD, tier);
  }

  private static IntensityRecord with(IntensityRecord record, Zone zone, EmissionMethod method) {
    return new IntensityRecord(
        record.feed(),
        zone,
        record.from(),
        record.to(),
        record.knownAt(),
        record.kind(),
        method,
        record.intensity(),
        record.sourceValue(),
        record.sourceUnit(),
        record.updatedAt(),
        record.model(),
        record.bodySha256());
  }

  private void isStatic(Price price) {
    assertThat(price).isEqualTo(Ladder.yearly(Optional.of(DE)));
  }
}
