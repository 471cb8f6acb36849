package io.joulebook.collector.feed;

import io.joulebook.collector.grid.FeedName;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What to tell the operator of an outcome that only a person can mend; it has no secret in it. */
final class OperatorMessage {
  private OperatorMessage() {}

  /** One line that names the feed and the configuration to look at, if there is need of one. */
  static Optional<String> of(FeedName feed, FeedKeys keys, FetchOutcome outcome) {
    String about = "the grid feed " + feed + " ";
    if (outcome instanceof FetchOutcome.AuthFailed failed) {
      String what =
          failed.asked()
              ? "rejected our credentials: see "
              : "is not asked, for the file of its credentials cannot be read: see ";
      return Optional.of(about + what + keys.credentials());
    }
    if (outcome instanceof FetchOutcome.NotEntitled) {
      String what = keys.credentials() + " and " + keys.zone();
      return Optional.of(about + "says that our plan does not include this: see " + what);
    }
    if (outcome instanceof FetchOutcome.UnknownZone) {
      return Optional.of(about + "does not know our zone: see " + keys.zone());
    }
    return outcome instanceof FetchOutcome.Gone
        ? Optional.of(about + "has been closed and is not asked again: take it out of grid.feeds")
        : Optional.empty();
  }

  /** That a feed has given no usable value for an hour, and what it says. */
  static String ofFruitless(FeedName feed, String outcome, Set<Rejection> rejected) {
    String why = rejected.stream().map(Rejection::label).sorted().collect(Collectors.joining(", "));
    return "the grid feed "
        + feed
        + " has given no usable value for an hour ("
        + outcome
        + (why.isEmpty() ? "" : ": " + why)
        + "): energy is priced by the next feed of grid.feeds, or waits";
  }
}
