package io.joulebook.collector.feed;

import io.joulebook.collector.grid.Zone;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** Any HTTP service that answers in JSON, as the configuration describes it. */
final class HttpJsonFeed implements Feed {
  private final FeedClient client;
  private final HttpJsonDescription description;
  private final Zone zone;

  HttpJsonFeed(FeedClient client, HttpJsonDescription description, Zone zone) {
    this.client = client;
    this.description = description;
    this.zone = zone;
  }

  @Override
  public FeedFacts facts() {
    return description.facts();
  }

  @Override
  public FetchOutcome fetch(Instant from, Instant to) {
    Optional<Map<String, String>> headers = description.headers();
    if (headers.isEmpty()) {
      return new FetchOutcome.AuthFailed();
    }
    ResponseReader reader = json -> description.reader().read(json, zone);
    return reader.outcome(client.get(description.uri(zone, from, to), headers.get()));
  }
}
