package io.joulebook.collector.feed;

/**
 * A feed to be asked for as long as the process lives.
 *
 * @param feed the feed
 * @param check what decides which of its readings are taken
 * @param keys what an operator has to look at when it refuses us
 */
public record PolledFeed(Feed feed, ReadingCheck check, FeedKeys keys) {
  /** What the feed declares of itself. */
  public FeedFacts facts() {
    return feed.facts();
  }
}
