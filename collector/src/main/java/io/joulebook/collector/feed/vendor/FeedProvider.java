package io.joulebook.collector.feed.vendor;

import io.joulebook.collector.feed.FeedFacts;
import io.joulebook.collector.feed.FeedKeys;
import io.joulebook.collector.grid.FeedName;
import java.util.List;

/**
 * A kind of live feed: its name, what is configured for it, and how it is opened. Stateless. A new
 * feed is one file with its provider, and one line in {@link FeedProviders}.
 */
interface FeedProvider {
  /** The name by which {@code grid.feeds} asks for it. */
  FeedName name();

  /** What may be configured for it. */
  List<FeedOption> options();

  /**
   * What the feed declares of itself, with these settings.
   *
   * @throws IllegalArgumentException if that depends on a setting that is missing or wrong
   */
  FeedFacts facts(FeedSettings settings);

  /**
   * How it is opened.
   *
   * @throws IllegalArgumentException if the settings do not fit; the message names the key, the
   *     value and what is allowed
   */
  FeedPlan plan(FeedContext context);

  /** What an operator has to look at when it refuses us, with these settings. */
  default FeedKeys keys(FeedSettings settings) {
    return new FeedKeys("feeds." + name() + ".url", FeedContext.ZONE);
  }
}
