package io.joulebook.collector.feed;

import java.util.Set;
import java.util.function.Function;

/**
 * A feed that is known to fit, before there is a client to ask with.
 *
 * @param facts its facts
 * @param hosts the hosts it talks to, in lower case
 * @param open makes the feed
 */
record FeedPlan(FeedFacts facts, Set<String> hosts, Function<FeedClient, Feed> open) {}
