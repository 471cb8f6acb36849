package io.joulebook.collector.feed;

import io.joulebook.collector.grid.FeedName;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What to tell the operator of an outcome that only a person can mend; it has no secret in it. */
final class OperatorMessage {
  private static final String ZONE = "grid.zone";

  private OperatorMessage() {}

  /** One line that names the feed and the configuration to look at, if there is need of one. */
  static Optional<String> of(FeedName feed, FetchOutcome outcome) {
    String about = "the grid feed " + feed + " ";
    if (outcome instanceof FetchOutcome.AuthFailed) {
      return Optional.of(about + "does not accept who we say we are: see " + identity(feed));
    }
    if (outcome instanceof FetchOutcome.NotEntitled) {
      String what = identity(feed) + " and " + zone(feed);
      return Optional.of(about + "says that our plan does not include this: see " + what);
    }
    if (outcome instanceof FetchOutcome.UnknownZone) {
      return Optional.of(about + "does not know our zone: see " + zone(feed));
    }
    return outcome instanceof FetchOutcome.Gone
        ? Optional.of(about + "has been closed and is not asked again: take it out of grid.feeds")
        : Optional.empty();
  }

  /** That a feed has said nothing of use for an hour, and what it says. */
  static String ofFruitless(FeedName feed, String outcome, Set<Rejection> rejected) {
    String why = rejected.stream().map(Rejection::label).sorted().collect(Collectors.joining(", "));
    return "the grid feed "
        + feed
        + " has given no value that could be taken for an hour ("
        + outcome
        + (why.isEmpty() ? "" : ": " + why)
        + "): energy is priced by the next feed of grid.feeds, or waits";
  }

  private static String identity(FeedName feed) {
    return switch (feed) {
      case ELECTRICITY_MAPS ->
          either(FeedOption.ELECTRICITY_MAPS_TOKEN, FeedOption.ELECTRICITY_MAPS_TOKEN_FILE);
      case WATT_TIME ->
          FeedOption.WATT_TIME_USER.key()
              + " and "
              + either(FeedOption.WATT_TIME_PASSWORD, FeedOption.WATT_TIME_PASSWORD_FILE);
      default -> "feeds." + feed + ".url";
    };
  }

  private static String either(FeedOption one, FeedOption other) {
    return one.key() + " or " + other.key();
  }

  private static String zone(FeedName feed) {
    return switch (feed) {
      case WATT_TIME -> FeedOption.WATT_TIME_REGION.key();
      case CARBON_AWARE_SDK -> FeedOption.CARBON_AWARE_SDK_LOCATION.key();
      default -> ZONE;
    };
  }
}
