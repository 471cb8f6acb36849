package io.joulebook.collector.feed;

import static org.assertj.core.api.Assertions.assertThat;

import io.joulebook.collector.feed.OneFeed.Span;
import io.joulebook.collector.grid.RecordKind;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Feeds change what they said of the past: which days are fetched again, and when. */
class RestatementTest {
  private static final Duration DAY = Duration.ofDays(1);
  private static final Duration POLL = Duration.ofMinutes(30);

  private final OneFeed feed = new OneFeed(OneFeed.facts(POLL, Duration.ZERO, true));
  private final Watching watching = new Watching(feed);

  private static boolean isWholeDay(Span span) {
    return span.length().equals(DAY);
  }

  private List<Span> daysAsked() {
    return feed.asked.stream().filter(RestatementTest::isWholeDay).toList();
  }

  /** How many days ago, in UTC, each day lay when it was asked for. */
  private List<Long> agesAsked(Duration time) {
    List<Long> ages = new ArrayList<>();
    feed.answer =
        (from, to) -> {
          Instant today = watching.clock.instant().truncatedTo(ChronoUnit.DAYS);
          if (isWholeDay(new Span(from, to))) {
            ages.add(ChronoUnit.DAYS.between(from, today));
          }
          return new FetchOutcome.NoData();
        };
    watching.run(time);
    return ages;
  }

  private void ofThePast(Function<Instant, FetchOutcome> answer) {
    feed.answer =
        (from, to) ->
            isWholeDay(new Span(from, to)) ? answer.apply(from) : new FetchOutcome.NoData();
  }

  @Test
  void fourPastDaysAreFetchedAgainOnceADay() {
    assertThat(agesAsked(Duration.ofMinutes(5))).isEmpty();
    assertThat(agesAsked(Duration.ofMinutes(31))).containsExactlyInAnyOrder(1L, 7L, 30L, 90L);
    assertThat(agesAsked(Duration.ofHours(11))).isEmpty();
    for (int day = 0; day < 3; day++) {
      assertThat(agesAsked(DAY)).containsExactlyInAnyOrder(1L, 7L, 30L, 90L);
    }
    assertThat(daysAsked())
        .allMatch(span -> span.from().equals(span.from().truncatedTo(ChronoUnit.DAYS)))
        .hasSize(16)
        .doesNotHaveDuplicates();
  }

  @Test
  void aFeedThatDoesNotReviseIsNotAskedForThePast() {
    OneFeed steady = new OneFeed(OneFeed.facts(POLL, Duration.ZERO, false));
    new Watching(steady).run(DAY.multipliedBy(2));
    assertThat(steady.asked).noneMatch(RestatementTest::isWholeDay).hasSizeGreaterThan(90);
  }

  @Test
  void whatIsSaidAnewOfThePastIsPassedOn() {
    ofThePast(day -> OneFeed.answered(RecordKind.ACTUAL, day, 40));
    watching.run(Duration.ofHours(1));
    assertThat(watching.grams()).containsExactly(40L, 40L, 40L, 40L);
    ofThePast(day -> OneFeed.answered(RecordKind.ACTUAL, day, 41));
    watching.run(DAY.plusHours(12));
    assertThat(watching.grams()).hasSize(8).endsWith(41L, 41L, 41L, 41L);
  }

  @Test
  void aFeedThatHasNothingToSayOfThePastIsAskedForThePresentAllTheSame() {
    ofThePast(day -> new FetchOutcome.NotEntitled());
    watching.run(DAY);
    assertThat(daysAsked().size()).isBetween(4, 8);
    assertThat(feed.asked.size() - daysAsked().size()).isBetween(47, 50);
    assertThat(watching.complaints).noneMatch(line -> line.contains("our plan"));
    assertThat(watching.status().requests()).containsKey("not_entitled");
  }

  @Test
  void aDayThatIsAnsweredWithRubbishIsTriedAgainInAnHourAndThePresentGoesOn() {
    ofThePast(day -> new FetchOutcome.Malformed(Rejection.NOT_JSON));
    watching.run(Duration.ofMinutes(5 * 60 + 35));
    assertThat(daysAsked()).hasSizeBetween(4 * 4, 6 * 4);
    assertThat(watching.status().paused()).isFalse();
  }

  @Test
  void aDayThatCannotBeReachedIsTriedAgainInAnHour() {
    ofThePast(day -> new FetchOutcome.Unreachable(Optional.empty()));
    watching.run(Duration.ofMinutes(5 * 60 + 35));
    assertThat(daysAsked()).hasSizeBetween(4 * 4, 6 * 4);
    assertThat(watching.status().paused()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void aFeedThatIsDownIsNotAskedForThePastAsWell(int answersFirst) {
    feed.answer =
        (from, to) ->
            feed.asked.size() <= answersFirst
                ? new FetchOutcome.NoData()
                : new FetchOutcome.Unreachable(Optional.empty());
    watching.run(DAY);
    assertThat(daysAsked()).hasSizeLessThanOrEqualTo(1);
    assertThat(watching.status().paused()).isTrue();
  }
}
