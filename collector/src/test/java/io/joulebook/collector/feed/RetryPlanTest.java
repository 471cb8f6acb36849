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

class RetryPlanTest {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Outcome OK = new Outcome.Answered(List.of(), "");
  private static final Outcome NO_DATA = new Outcome.NoData();
  private static final Outcome DOWN = new Outcome.Unreachable(Optional.empty());
  private static final Outcome BUSY = new Outcome.RateLimited(Optional.empty());
  private static final Outcome ODD = new Outcome.Malformed(Rejection.SHAPE);

  private static Outcome busyFor(Duration wait) {
    return new Outcome.RateLimited(Optional.of(wait));
  }

  private static RetryPlan plan(Duration poll, Duration lag, long seed) {
    return new RetryPlan(OneFeed.facts(poll, lag, false), new SplittableRandom(seed), NOON);
  }

  private static RetryPlan plan() {
    return plan(Duration.ofMinutes(15), Duration.ofMinutes(5), 1);
  }

  @Test
  void isDueFromTheStart() {
    assertThat(plan().isDue(NOON)).isTrue();
    assertThat(plan().isDue(NOON.minusSeconds(1))).isFalse();
  }

  @Test
  void pollsSoonAfterAValueIsUsuallyPublished() {
    RetryPlan plan = plan();
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
    RetryPlan plan = plan(Duration.ofSeconds(poll), Duration.ofSeconds(lag), seed);
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
    RetryPlan one = plan(HOUR, MINUTE, seed);
    RetryPlan other = plan(HOUR, MINUTE, seed + 1);
    one.after(OK, NOON);
    other.after(OK, NOON);
    assertThat(one.next()).isNotEqualTo(other.next());
  }

  @Test
  void failuresAreRetriedAfterTwiceTheTimeAndFiveInARowPauseTheFeed() {
    RetryPlan plan = plan();
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
    RetryPlan plan = plan();
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
        arguments(new Outcome.Unreachable(Optional.of(HOUR)), HOUR),
        arguments(busyFor(Duration.ofDays(3650)), HOUR),
        arguments(new Outcome.AuthFailed(), HOUR),
        arguments(new Outcome.NotEntitled(), Duration.ofHours(6)),
        arguments(new Outcome.UnknownZone(), Duration.ofHours(6)));
  }

  @ParameterizedTest
  @MethodSource("waits")
  void whatTheOutcomeAsksForIsWaitedAndATenthAtMostMore(Outcome outcome, Duration wait) {
    RetryPlan plan = plan();
    plan.after(outcome, NOON);
    assertThat(plan.next()).isBetween(NOON.plus(wait), NOON.plus(wait).plus(wait.dividedBy(10)));
    assertThat(plan.isHealthy()).isFalse();
  }

  @Test
  void aServerThatAsksForNoWaitIsNotAskedAtOnce() {
    RetryPlan plan = plan();
    plan.after(busyFor(Duration.ZERO), NOON);
    assertThat(plan.next()).isAfterOrEqualTo(NOON.plusSeconds(30));
  }

  @Test
  void aFeedThatIsGoneIsNeverAskedAgain() {
    RetryPlan plan = plan();
    plan.after(new Outcome.Gone(), NOON);
    assertThat(plan.isDue(NOON.plus(Duration.ofDays(36_500)))).isFalse();
    assertThat(plan.isDue(NOON.minus(Duration.ofDays(36_500)))).isFalse();
  }

  @Test
  void aClockSetBackDoesNotSilenceAFeed() {
    RetryPlan plan = plan();
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
    List<Outcome> all =
        List.of(
            OK,
            NO_DATA,
            DOWN,
            BUSY,
            ODD,
            busyFor(Duration.ofDays(9999)),
            new Outcome.AuthFailed(),
            new Outcome.NotEntitled());
    RetryPlan plan = plan(Duration.ofMinutes(5), MINUTE, seed);
    Instant now = NOON;
    for (int what : happened) {
      plan.after(all.get(what), now);
      assertThat(plan.next()).isBetween(now.plusSeconds(30), now.plusSeconds(7 * 3600));
      now = plan.next();
    }
  }
}
