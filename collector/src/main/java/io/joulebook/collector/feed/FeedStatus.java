package io.joulebook.collector.feed;

import io.joulebook.collector.grid.FeedName;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * How a feed has been doing since it was first asked.
 *
 * @param name the feed
 * @param requests how often it was asked, by outcome
 * @param rejected answers and readings that were not taken, by reason
 * @param lastSuccess when it last answered with something that was taken
 * @param newestEnd end of the newest interval that is known from it, forecasts left out
 * @param paused whether it is left alone for a while after it failed several times
 */
public record FeedStatus(
    FeedName name,
    Map<String, Long> requests,
    Map<String, Long> rejected,
    Optional<Instant> lastSuccess,
    Optional<Instant> newestEnd,
    boolean paused) {
  public FeedStatus {
    requests = Map.copyOf(requests);
    rejected = Map.copyOf(rejected);
  }
}
