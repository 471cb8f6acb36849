package io.joulebook.collector.feed;

import static org.assertj.core.api.Assertions.assertThat;

import io.joulebook.collector.feed.OneFeed.Span;
import io.joulebook.collector.grid.FeedNames;
import io.joulebook.collector.grid.RecordKind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FeedSchedulerTest {
  private static final Instant NOON = Watching.NOON;
  private static final Duration POLL = Duration.ofMinutes(15);
  private static final Duration LAG = Duration.ofMinutes(5);
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final FetchOutcome DOWN = new FetchOutcome.Unreachable(Optional.empty());

  private final OneFeed feed = new OneFeed(OneFeed.facts(POLL, LAG, false));
  private final Watching watching = new Watching(feed);

  private void answer(RecordKind kind, Object... values) {
    feed.answer = (from, to) -> OneFeed.answered(kind, NOON.minusSeconds(3600), values);
  }

  @Test
  void asksAtOnceForTheLastDayAndTheIntervalToCome() {
    assertThat(watching.turn()).isEqualTo(SECOND);
    assertThat(feed.asked)
        .containsExactly(new Span(NOON.minusSeconds(24 * 3600), NOON.plusSeconds(1800)));
    assertThat(watching.ticks).containsExactly(NOON);
  }

  @Test
  void asksForThreeHoursThenAndForMoreOfAFeedThatIsFarBehind() {
    OneFeed late = new OneFeed(OneFeed.facts(POLL, Duration.ofHours(5), false));
    watching.run(Duration.ofHours(1));
    new Watching(late).run(Duration.ofHours(1));

    assertThat(feed.asked.get(1).length()).isEqualTo(Duration.ofMinutes(3 * 60 + 30));
    assertThat(late.asked.get(1).length())
        .isBetween(Duration.ofMinutes(6 * 60 + 30), Duration.ofHours(7));
  }

  @Test
  void afterAnOutageItAsksForAllThatWasMissedUpToADay() {
    watching.turn();
    Instant answered = watching.clock.instant();
    feed.answer = (from, to) -> DOWN;
    watching.run(Duration.ofHours(7));
    feed.answer = (from, to) -> new FetchOutcome.NoData();
    watching.run(Duration.ofHours(1));

    int last = feed.asked.size() - 1;
    List<Span> back = feed.asked.stream().filter(s -> s.length().toHours() >= 7).toList();
    assertThat(back).last().satisfies(s -> assertThat(s.from()).isBefore(answered));
    assertThat(feed.asked.get(last).length()).isEqualTo(Duration.ofMinutes(3 * 60 + 30));

    feed.answer = (from, to) -> DOWN;
    watching.run(Duration.ofDays(2));
    assertThat(feed.asked.get(feed.asked.size() - 1).length())
        .isEqualTo(Duration.ofMinutes(24 * 60 + 30));
  }

  @Test
  void aFeedThatSaysNothingOfUseForAnHourIsSaidOnceAndWhenItDoesAgain() {
    answer(RecordKind.ACTUAL, 40);
    watching.turn();
    feed.answer = (from, to) -> new FetchOutcome.Malformed(Rejection.ZONE);
    watching.run(Duration.ofMinutes(59));
    assertThat(watching.complaints).isEmpty();
    watching.run(Duration.ofHours(20));
    assertThat(watching.complaints)
        .singleElement()
        .asString()
        .contains("watttime has given no usable value for an hour (malformed: zone)");

    answer(RecordKind.ACTUAL, 40);
    watching.run(Duration.ofHours(1));
    assertThat(watching.complaints).hasSize(2).last().asString().contains("values again");
  }

  @Test
  void whatIsSaidAtOnceIsNotSaidAgainAfterAnHour() {
    feed.answer = (from, to) -> new FetchOutcome.AuthFailed();
    watching.run(Duration.ofHours(5));
    assertThat(watching.complaints).hasSize(1);
  }

  @Test
  void passesOnWhatItLearnsInOrderAndOnce() {
    answer(RecordKind.ACTUAL, 40, 30, 50);
    watching.run(Duration.ofHours(1));
    assertThat(feed.asked).hasSizeGreaterThan(3);
    assertThat(watching.learned).hasSize(1);
    assertThat(watching.grams()).containsExactly(40L, 30L, 50L);
  }

  @Test
  void passesOnARevisionEachTimeItComes() {
    for (int grams : new int[] {40, 41, 40, 40, 42}) {
      answer(RecordKind.ACTUAL, 30, grams);
      watching.run(Duration.ofMinutes(18));
    }
    assertThat(watching.grams()).containsExactly(30L, 40L, 41L, 40L, 42L);
  }

  @Test
  void whatWasForecastIsNewsOnceItIsMeasured() {
    answer(RecordKind.FORECAST, 40);
    watching.run(POLL.multipliedBy(2));
    assertThat(watching.status().newestEnd()).isEmpty();
    answer(RecordKind.ACTUAL, 40);
    watching.run(POLL.multipliedBy(2));
    assertThat(watching.grams()).containsExactly(40L, 40L);
    assertThat(watching.status().newestEnd()).contains(NOON.minusSeconds(1800));
  }

  @Test
  void forADayTheRequestsAreAPollApart() {
    List<Instant> times = new ArrayList<>();
    feed.answer =
        (from, to) -> {
          times.add(watching.clock.instant());
          return new FetchOutcome.NoData();
        };
    watching.run(Duration.ofDays(1));
    assertThat(times).hasSizeBetween(95, 98);
    for (int i = 2; i < times.size(); i++) {
      assertThat(Duration.between(times.get(i - 1), times.get(i)))
          .isBetween(Duration.ofSeconds(809), Duration.ofSeconds(992));
    }
    assertThat(watching.ticks).hasSizeBetween(86_000, 86_800);
  }

  @Test
  void asksOneFeedATurnAndTicksInBetween() {
    OneFeed other = new OneFeed(OneFeed.facts(FeedNames.NESO, POLL, LAG, false));
    Watching both = new Watching(feed, other);
    assertThat(both.turn()).isZero();
    assertThat(both.ticks).hasSize(1);
    assertThat(both.turn()).isEqualTo(SECOND);
    assertThat(feed.asked).hasSize(1);
    assertThat(other.asked).hasSize(1);
    assertThat(both.watch.status())
        .extracting(FeedStatus::name)
        .containsExactly(FeedNames.WATT_TIME, FeedNames.NESO);
  }

  @Test
  void withoutFeedsItOnlyTicks() {
    Watching none = new Watching();
    assertThat(none.turn()).isEqualTo(SECOND);
    assertThat(none.ticks).hasSize(1);
  }

  @Test
  void aFeedThatIsDownIsProbedAndTakenUpAgainWhenItIsBack() {
    feed.answer = (from, to) -> DOWN;
    watching.run(Duration.ofHours(6));
    assertThat(watching.status().paused()).isTrue();
    assertThat(watching.status().lastSuccess()).isEmpty();
    assertThat(feed.asked).hasSizeBetween(20, 32);

    answer(RecordKind.ACTUAL, 40);
    watching.run(Duration.ofMinutes(17));
    assertThat(watching.grams()).containsExactly(40L);
    assertThat(watching.status().paused()).isFalse();
    assertThat(watching.status().lastSuccess()).isPresent();
  }

  @Test
  void goodReadingsAreTakenAndBadOnesCounted() {
    answer(RecordKind.ACTUAL, 40, "40", 50, null);
    watching.turn();
    assertThat(watching.grams()).containsExactly(40L, 50L);
    assertThat(watching.status().requests()).isEqualTo(Map.of("ok", 1L));
    assertThat(watching.status().rejected()).isEqualTo(Map.of("not_a_number", 2L));
    assertThat(watching.status().lastSuccess()).contains(NOON);
  }

  @Test
  void anAnswerWithNothingGoodInItIsAFailure() {
    answer(RecordKind.ACTUAL, "40");
    watching.run(Duration.ofMinutes(10));
    assertThat(watching.status().requests()).isEqualTo(Map.of("implausible", 5L));
    assertThat(watching.status().rejected()).isEqualTo(Map.of("not_a_number", 5L));
    assertThat(watching.status().paused()).isTrue();
    assertThat(watching.learned).isEmpty();
  }

  @Test
  void anAnswerWithNothingInItIsNone() {
    answer(RecordKind.ACTUAL);
    watching.turn();
    assertThat(watching.status().requests()).isEqualTo(Map.of("no_data", 1L));
    assertThat(watching.status().lastSuccess()).isEmpty();
  }

  @Test
  void anAnswerThatIsNoneIsCountedByWhatIsWrongWithIt() {
    feed.answer = (from, to) -> new FetchOutcome.Malformed(Rejection.TOO_LARGE);
    watching.turn();
    assertThat(watching.status().requests()).isEqualTo(Map.of("malformed", 1L));
    assertThat(watching.status().rejected()).isEqualTo(Map.of("too_large", 1L));
  }

  @Test
  void whatAFeedThrowsIsCountedAndSurvived() {
    feed.answer =
        (from, to) -> {
          throw new IllegalStateException("the feed is broken");
        };
    watching.run(Duration.ofMinutes(10));
    assertThat(watching.status().requests()).isEqualTo(Map.of("failed", 5L));
    feed.answer =
        (from, to) -> {
          throw new NoClassDefFoundError("org/xml/sax/Parser");
        };
    watching.run(Duration.ofMinutes(17));
    assertThat(watching.status().requests()).isEqualTo(Map.of("failed", 6L));
  }

  @Test
  void whatACheckThrowsIsCountedAndSurvived() {
    PolledFeed broken =
        new PolledFeed(
            feed,
            (answered, now) -> {
              throw new ArithmeticException("the check is broken");
            },
            OneFeed.KEYS);
    answer(RecordKind.ACTUAL, 40);
    FeedScheduler watch =
        new FeedScheduler(
            List.of(broken), watching.clock, watching, line -> {}, new SplittableRandom(1));
    watch.turn(NOON);
    assertThat(watch.status().get(0).requests()).isEqualTo(Map.of("failed", 1L));
  }

  @Test
  void whatAListenerCouldNotTakeItIsToldAgain() {
    answer(RecordKind.ACTUAL, 40);
    watching.whenLearned =
        () -> {
          throw new IllegalStateException("the disk is full");
        };
    watching.turn();
    assertThat(watching.status().requests()).isEqualTo(Map.of("ok", 1L, "failed", 1L));
    watching.whenLearned = () -> {};
    watching.run(POLL.multipliedBy(2));
    assertThat(watching.grams()).containsExactly(40L);
  }

  @Test
  void aTickThatThrowsHoldsNothingUp() {
    watching.whenTicked =
        () -> {
          throw new IllegalStateException("the tick is broken");
        };
    watching.run(Duration.ofHours(1));
    assertThat(feed.asked).hasSizeGreaterThan(3);
  }

  @Test
  void aClockThatIsSetBackDoesNotSilenceAFeed() {
    watching.turn();
    watching.clock.advance(Duration.ofDays(-3650));
    watching.run(POLL);
    assertThat(feed.asked).hasSizeBetween(2, 3);
  }

  @ParameterizedTest
  @ValueSource(longs = {2, -2})
  void aClockThatJumpsDuringARequestLosesNeitherTheAnswerNorTheNextOne(long hours) {
    feed.answer =
        (from, to) -> {
          watching.clock.advance(Duration.ofHours(hours));
          return OneFeed.answered(RecordKind.ACTUAL, NOON.minusSeconds(3600), 40);
        };
    watching.turn();
    Instant after = watching.clock.instant();
    answer(RecordKind.ACTUAL, 40, 50);
    watching.run(POLL.multipliedBy(2));

    assertThat(watching.grams()).containsExactly(40L, 50L);
    assertThat(feed.asked).hasSizeBetween(2, 3);
    assertThat(watching.status().lastSuccess())
        .hasValueSatisfying(t -> assertThat(t).isAfter(after));
  }
}
