package io.joulebook.collector.feed.http;

import io.joulebook.collector.feed.FetchOutcome;
import io.joulebook.collector.feed.Rejection;
import java.net.ProxySelector;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLContext;

/** Feed clients that may talk to this machine and to two hosts that there are not. */
final class Clients {
  static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  static final Duration LONG = Duration.ofSeconds(20);
  static final Duration SHORT = Duration.ofSeconds(1);
  static final AllowedHosts HOSTS =
      new AllowedHosts(
          Set.of("127.0.0.1", "localhost", "[::1]", "no.such.host.invalid", "feed.example"));
  static final JsonBody UNREACHABLE = none(new FetchOutcome.Unreachable(Optional.empty()));

  private Clients() {}

  static FeedClient patient() {
    return new FeedClient(HOSTS, LONG, InstantSource.fixed(NOON));
  }

  static FeedClient impatient() {
    return new FeedClient(HOSTS, SHORT, InstantSource.fixed(NOON));
  }

  static FeedClient trusting(SSLContext tls) {
    return new FeedClient(
        HOSTS, LONG, InstantSource.fixed(NOON), Optional.of(tls), Optional.empty());
  }

  static FeedClient through(ProxySelector proxies, Duration deadline) {
    return new FeedClient(
        HOSTS, deadline, InstantSource.fixed(NOON), Optional.empty(), Optional.of(proxies));
  }

  /** Asks once with a client of its own. */
  static JsonBody ask(URI uri) {
    try (FeedClient client = patient()) {
      return client.get(uri, Map.of("auth-token", "s3cret"));
    }
  }

  static JsonBody none(FetchOutcome outcome) {
    return new JsonBody.None(outcome);
  }

  static JsonBody malformed(Rejection why) {
    return none(new FetchOutcome.Malformed(why));
  }
}
