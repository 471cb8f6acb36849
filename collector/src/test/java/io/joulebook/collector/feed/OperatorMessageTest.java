package io.joulebook.collector.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.joulebook.collector.grid.FeedName;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class OperatorMessageTest {
  private static final FetchOutcome NO_KEY = new FetchOutcome.AuthFailed();
  private static final FetchOutcome NO_PLAN = new FetchOutcome.NotEntitled();
  private static final FetchOutcome NO_ZONE = new FetchOutcome.UnknownZone();

  static Stream<Arguments> troubles() {
    return Stream.of(
        arguments(FeedName.ELECTRICITY_MAPS, NO_KEY, "feeds.electricitymaps.token"),
        arguments(FeedName.ELECTRICITY_MAPS, NO_PLAN, "grid.zone"),
        arguments(FeedName.WATT_TIME, NO_KEY, "feeds.watttime.password"),
        arguments(FeedName.WATT_TIME, NO_ZONE, "feeds.watttime.region"),
        arguments(FeedName.CARBON_AWARE_SDK, NO_ZONE, "feeds.carbonawaresdk.location"),
        arguments(FeedName.NESO, NO_ZONE, "grid.zone"),
        arguments(FeedName.NESO, NO_KEY, "feeds.neso"),
        arguments(FeedName.RTE, new FetchOutcome.Gone(), "grid.feeds"));
  }

  @ParameterizedTest
  @MethodSource("troubles")
  void itNamesTheFeedAndTheKeyToLookAt(FeedName feed, FetchOutcome outcome, String key) {
    assertThat(OperatorMessage.of(feed, outcome))
        .hasValueSatisfying(
            line -> assertThat(line).contains(feed.toString(), key).hasLineCount(1));
  }

  @ParameterizedTest
  @EnumSource(FeedName.class)
  void whatMendsItselfIsNotComplainedAbout(FeedName feed) {
    assertThat(OperatorMessage.of(feed, new FetchOutcome.NoData())).isEmpty();
    assertThat(OperatorMessage.of(feed, new FetchOutcome.Unreachable(Optional.empty()))).isEmpty();
    assertThat(OperatorMessage.of(feed, new FetchOutcome.RateLimited(Optional.empty()))).isEmpty();
    assertThat(OperatorMessage.of(feed, new FetchOutcome.Malformed(Rejection.SHAPE))).isEmpty();
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
        .anyMatch(line -> line.contains("does not accept"));
  }
}
