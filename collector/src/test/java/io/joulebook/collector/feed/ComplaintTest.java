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

class ComplaintTest {
  private static final Outcome NO_KEY = new Outcome.AuthFailed();
  private static final Outcome NO_PLAN = new Outcome.NotEntitled();
  private static final Outcome NO_ZONE = new Outcome.UnknownZone();

  static Stream<Arguments> troubles() {
    return Stream.of(
        arguments(FeedName.ELECTRICITY_MAPS, NO_KEY, "feeds.electricitymaps.token"),
        arguments(FeedName.ELECTRICITY_MAPS, NO_PLAN, "grid.zone"),
        arguments(FeedName.WATT_TIME, NO_KEY, "feeds.watttime.password"),
        arguments(FeedName.WATT_TIME, NO_ZONE, "feeds.watttime.region"),
        arguments(FeedName.CARBON_AWARE_SDK, NO_ZONE, "feeds.carbonawaresdk.location"),
        arguments(FeedName.NESO, NO_ZONE, "grid.zone"),
        arguments(FeedName.NESO, NO_KEY, "feeds.neso"),
        arguments(FeedName.RTE, new Outcome.Gone(), "grid.feeds"));
  }

  @ParameterizedTest
  @MethodSource("troubles")
  void itNamesTheFeedAndTheKeyToLookAt(FeedName feed, Outcome outcome, String key) {
    assertThat(Complaint.of(feed, outcome))
        .hasValueSatisfying(
            line -> assertThat(line).contains(feed.toString(), key).hasLineCount(1));
  }

  @ParameterizedTest
  @EnumSource(FeedName.class)
  void whatMendsItselfIsNotComplainedAbout(FeedName feed) {
    assertThat(Complaint.of(feed, new Outcome.NoData())).isEmpty();
    assertThat(Complaint.of(feed, new Outcome.Unreachable(Optional.empty()))).isEmpty();
    assertThat(Complaint.of(feed, new Outcome.RateLimited(Optional.empty()))).isEmpty();
    assertThat(Complaint.of(feed, new Outcome.Malformed(Rejection.SHAPE))).isEmpty();
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
