package io.joulebook.collector.feed;

/**
 * A feed to be asked for as long as the process lives.
 *
 * @param feed the feed
 * @param check what decides which of its readings are taken
 */
record PolledFeed(Feed feed, ReadingCheck check) {
  FeedFacts facts() {
    return feed.facts();
  }
}
