package io.joulebook.collector.grid;

import java.time.Duration;

/**
 * A live feed as a rung of a ladder.
 *
 * @param name the feed
 * @param patience how long after the end of five minutes its value for them may be waited for; not
 *     negative
 */
public record LiveRung(FeedName name, Duration patience) {}
