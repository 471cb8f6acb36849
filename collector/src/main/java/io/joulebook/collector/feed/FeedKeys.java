package io.joulebook.collector.feed;

/**
 * The configuration keys to look at when a feed refuses us, for messages.
 *
 * @param credentials where our credentials stand
 * @param zone where the zone or region that is asked for stands
 */
public record FeedKeys(String credentials, String zone) {}
