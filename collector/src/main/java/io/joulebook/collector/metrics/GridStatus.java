package io.joulebook.collector.metrics;

import io.joulebook.collector.feed.FeedStatus;
import java.util.List;
import java.util.Map;

/**
 * How the live feeds are doing, and the history of what they say.
 *
 * @param zone the zone that they speak of
 * @param feeds each feed
 * @param historyOnDisk whether the history is on disk
 * @param historyErrors what went wrong with it, counted by reason
 */
public record GridStatus(
    String zone, List<FeedStatus> feeds, boolean historyOnDisk, Map<String, Long> historyErrors) {
  public GridStatus {
    feeds = List.copyOf(feeds);
    historyErrors = Map.copyOf(historyErrors);
  }
}
