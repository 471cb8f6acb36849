package io.joulebook.collector.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RetryPolicyTest {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Duration HOUR = Duration.ofHours(1);
  private static final FetchOutcome OK = new FetchOutcome.Answered(List.of(), "");
  private static final FetchOutcome NO_DATA = new FetchOutcome.NoData();
  private static final FetchOutcome DOWN = new FetchOutcome.Unreachable(Optional.empty());
  private static final FetchOutcome BUSY = new FetchOutcome.RateLimited(Optional.empty());
  private static final FetchOutcome ODD = new FetchOutcome.Malformed(Rejection.SHAPE);

  private static FetchOutcome busyFor(Duration wait) {
    return new FetchOutcome.RateLimited(Optional.of(wait));
  }

  private static RetryPolicy plan(Duration poll, Duration lag, long seed) {
    return new RetryPolicy(OneFeed.facts(poll, lag, false), new SplittableRandom(seed), NOON);
  }

  private static RetryPolicy plan() {
    return plan(Duration.ofMinutes(15), Duration.ofMinutes(5), 1);
  }

  @Test
  void isDueFromTheStart() {
    assertThat(plan().isDue(NOON)).isTrue();
    assertThat(plan().isDue(NOON.minusSeconds(1))).isFalse();
  }

  @Test
  void pollsSoonAfterAValueIsUsuallyPublished() {
    RetryPolicy plan = plan();
    plan.after(OK, Instant.parse("2026-03-01T12:07:00Z"));
    assertThat(plan.next())
        .isBetween(Instant.parse("2026-03-01T12:20:00Z"), Instant.parse("2026-03-01T12:21:30Z"));
    assertThat(plan.isDue(Instant.parse("2026-03-01T12:19:59Z"))).isFalse();
    assertThat(plan.isDue(Instant.parse("2026-03-01T12:21:30Z"))).isTrue();
  }

  @Property
  void pollsAreAPollApartWithATenthOfChance(
      @ForAll @LongRange(min = 60, max = 86_400) long poll,
      @ForAll @LongRange(min = 0, max = 10_000) long lag,
      @ForAll long seed) {
    RetryPolicy plan = plan(Duration.ofSeconds(poll), Duration.ofSeconds(lag), seed);
    plan.after(OK, NOON);
    Instant last = plan.next();
    assertThat(Duration.between(NOON, last).toSeconds()).isBetween(poll / 2, poll * 16 / 10 + 1);
    for (int i = 0; i < 20; i++) {
      plan.after(i % 2 == 0 ? OK : NO_DATA, last);
      assertThat(Duration.between(last, plan.next()).toSeconds())
          .isBetween(poll * 9 / 10 - 1, poll * 11 / 10 + 1);
      last = plan.next();
    }
  }

  @Property
  void chanceIsUsed(@ForAll long seed) {
    RetryPolicy one = plan(HOUR, MINUTE, seed);
    RetryPolicy other = plan(HOUR, MINUTE, seed + 1);
    one.after(OK, NOON);
    other.after(OK, NOON);
    assertThat(one.next()).isNotEqualTo(other.next());
  }

  @Test
  void failuresAreRetriedAfterTwiceTheTimeAndFiveInARowPauseTheFeed() {
    RetryPolicy plan = plan();
    Instant now = NOON;
    for (int seconds : new int[] {30, 60, 120, 240}) {
      plan.after(List.of(DOWN, ODD, BUSY).get(seconds / 60 % 3), now);
      assertThat(Duration.between(now, plan.next()).toSeconds())
          .isBetween((long) seconds, seconds * 3L / 2);
      assertThat(plan.isPaused()).isFalse();
      now = plan.next();
    }
    for (int i = 0; i < 100; i++) {
      plan.after(DOWN, now);
      assertThat(Duration.between(now, plan.next()))
          .isBetween(Duration.ofMinutes(15), Duration.ofSeconds(990));
      assertThat(plan.isPaused()).isTrue();
      assertThat(plan.isHealthy()).isFalse();
      now = plan.next();
    }
  }

  @Test
  void oneAnswerEndsAPause() {
    RetryPolicy plan = plan();
    for (int i = 0; i < 7; i++) {
      plan.after(DOWN, NOON);
    }
    plan.after(NO_DATA, NOON);
    assertThat(plan.isPaused()).isFalse();
    assertThat(plan.isHealthy()).isTrue();
    plan.after(DOWN, NOON);
    assertThat(plan.next()).isBefore(NOON.plusSeconds(46));
  }

  static Stream<Arguments> waits() {
    return Stream.of(
        arguments(busyFor(Duration.ofMinutes(7)), Duration.ofMinutes(7)),
        arguments(new FetchOutcome.Unreachable(Optional.of(HOUR)), HOUR),
        arguments(busyFor(Duration.ofDays(3650)), HOUR),
        arguments(new FetchOutcome.AuthFailed(), HOUR),
        arguments(new FetchOutcome.NotEntitled(), Duration.ofHours(6)),
        arguments(new FetchOutcome.UnknownZone(), Duration.ofHours(6)));
  }

  @ParameterizedTest
  @MethodSource("waits")
  void whatTheOutcomeAsksForIsWaitedAndATenthAtMostMore(FetchOutcome outcome, Duration wait) {
    RetryPolicy plan = plan();
    plan.after(outcome, NOON);
    assertThat(plan.next()).isBetween(NOON.plus(wait), NOON.plus(wait).plus(wait.dividedBy(10)));
    assertThat(plan.isHealthy()).isFalse();
  }

  @Test
  void aServerThatAsksForNoWaitIsNotAskedAtOnce() {
    RetryPolicy plan = plan();
    plan.after(busyFor(Duration.ZERO), NOON);
    assertThat(plan.next()).isAfterOrEqualTo(NOON.plusSeconds(30));
  }

  @Test
  void aFeedThatIsGoneIsNeverAskedAgain() {
    RetryPolicy plan = plan();
    plan.after(new FetchOutcome.Gone(), NOON);
    assertThat(plan.isDue(NOON.plus(Duration.ofDays(36_500)))).isFalse();
    assertThat(plan.isDue(NOON.minus(Duration.ofDays(36_500)))).isFalse();
  }

  @Test
  void aClockSetBackDoesNotSilenceAFeed() {
    RetryPolicy plan = plan();
    plan.after(OK, NOON);
    assertThat(plan.isDue(NOON.minusSeconds(59))).isFalse();
    assertThat(plan.isDue(NOON.minusSeconds(7200))).isTrue();
    plan.after(OK, NOON.minusSeconds(7200));
    assertThat(plan.isDue(NOON.minusSeconds(7199))).isFalse();
    assertThat(plan.next()).isBefore(NOON);
  }

  @Property
  void whateverHappensTheNextRequestLiesAheadAndNotFarOff(
      @ForAll List<@IntRange(min = 0, max = 7) Integer> happened, @ForAll long seed) {
    List<FetchOutcome> all =
        List.of(
            OK,
            NO_DATA,
            DOWN,
            BUSY,
            ODD,
            busyFor(Duration.ofDays(9999)),
            new FetchOutcome.AuthFailed(),
            new FetchOutcome.NotEntitled());
    RetryPolicy plan = plan(Duration.ofMinutes(5), MINUTE, seed);
    Instant now = NOON;
    for (int what : happened) {
      plan.after(all.get(what), now);
      assertThat(plan.next()).isBetween(now.plusSeconds(30), now.plusSeconds(7 * 3600));
      now = plan.next();
    }
  }
}
