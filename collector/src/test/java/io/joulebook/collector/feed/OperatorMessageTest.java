package io.joulebook.collector.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.joulebook.collector.grid.FeedNames;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class OperatorMessageTest {
  private static final FetchOutcome NO_KEY = new FetchOutcome.AuthFailed();
  private static final FetchOutcome NO_PLAN = new FetchOutcome.NotEntitled();
  private static final FetchOutcome NO_ZONE = new FetchOutcome.UnknownZone();

  static Stream<Arguments> troubles() {
    return Stream.of(
        arguments(NO_KEY, "feeds.one.token"),
        arguments(NO_PLAN, "feeds.one.region"),
        arguments(NO_ZONE, "feeds.one.region"),
        arguments(new FetchOutcome.Gone(), "grid.feeds"));
  }

  @ParameterizedTest
  @MethodSource("troubles")
  void itNamesTheFeedAndTheKeyToLookAt(FetchOutcome outcome, String key) {
    assertThat(OperatorMessage.of(FeedNames.NESO, OneFeed.KEYS, outcome))
        .hasValueSatisfying(line -> assertThat(line).contains("neso", key).hasLineCount(1));
  }

  @Test
  void aKeyThatCannotBeReadWasNotRejected() {
    assertThat(OperatorMessage.of(FeedNames.NESO, OneFeed.KEYS, new FetchOutcome.AuthFailed(false)))
        .hasValueSatisfying(
            line ->
                assertThat(line)
                    .contains("neso", "is not asked", "feeds.one.token")
                    .doesNotContain("rejected"));
  }

  static Stream<FetchOutcome> passing() {
    return Stream.of(
        new FetchOutcome.NoData(),
        new FetchOutcome.Unreachable(Optional.empty()),
        new FetchOutcome.RateLimited(Optional.empty()),
        new FetchOutcome.Malformed(Rejection.SHAPE));
  }

  @ParameterizedTest
  @MethodSource("passing")
  void whatMendsItselfIsNotComplainedAbout(FetchOutcome outcome) {
    assertThat(OperatorMessage.of(FeedNames.NESO, OneFeed.KEYS, outcome)).isEmpty();
  }

  @Test
  void aWatchComplainsOncePerKindOfTrouble() {
    OneFeed feed = new OneFeed(OneFeed.facts(Duration.ofHours(1), Duration.ZERO, true));
    Watching watching = new Watching(feed);
    feed.answer = (from, to) -> feed.asked.size() % 2 == 0 ? NO_KEY : NO_ZONE;
    watching.run(Duration.ofDays(1));
    assertThat(feed.asked).hasSizeGreaterThan(5);
    assertThat(watching.complaints)
        .hasSize(2)
        .anyMatch(line -> line.contains("does not know our zone"))
        .anyMatch(line -> line.contains("rejected our credentials"));
  }
}
