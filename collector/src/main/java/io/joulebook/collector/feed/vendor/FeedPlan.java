package io.joulebook.collector.feed.vendor;

import io.joulebook.collector.feed.Feed;
import io.joulebook.collector.feed.FeedFacts;
import io.joulebook.collector.feed.http.BaseUrl;
import io.joulebook.collector.feed.http.FeedClient;
import java.net.URI;
import java.util.Set;
import java.util.function.Function;

/**
 * A feed that is known to fit, before there is a client to ask with.
 *
 * @param facts its facts
 * @param hosts the hosts it talks to, in lower case
 * @param open makes the feed
 */
record FeedPlan(FeedFacts facts, Set<String> hosts, Function<FeedClient, Feed> open) {
  /** The plan of a feed that talks to the host of one URL. */
  static FeedPlan at(URI url, FeedFacts facts, Function<FeedClient, Feed> open) {
    return new FeedPlan(facts, Set.of(BaseUrl.host(url)), open);
  }
}
