package io.joulebook.collector.http;

import java.time.Duration;

/**
 * How much of an endpoint one client can take up.
 *
 * @param connections how many may be open; one more closes another
 * @param idle how long a connection may wait for its next request
 * @param request how long a request may take to arrive, from its first byte on
 * @param response how long a client may take to read a response
 * @param unread how many bytes responses may take that clients are still reading; beyond them those
 *     who read for the longest are hung up on, but never the last
 */
record Limits(int connections, Duration idle, Duration request, Duration response, long unread) {
  /** Scrapes come at most some minutes apart, and a scraper gives up after seconds. */
  static final Limits DEFAULT =
      new Limits(
          64, Duration.ofMinutes(5), Duration.ofSeconds(10), Duration.ofSeconds(30), 8 << 20);
}
