package io.joulebook.collector.feed.vendor;

import io.joulebook.collector.feed.Feed;
import io.joulebook.collector.feed.FeedFacts;
import io.joulebook.collector.feed.FeedKeys;
import io.joulebook.collector.feed.FetchOutcome;
import io.joulebook.collector.feed.http.BaseUrl;
import io.joulebook.collector.feed.http.FeedClient;
import io.joulebook.collector.grid.FeedName;
import io.joulebook.collector.grid.Zone;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Any HTTP service that answers in JSON, as the configuration describes it. */
final class HttpJsonFeed implements Feed {
  static final FeedName NAME = new FeedName("http-json");

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
      return new FetchOutcome.AuthFailed(false);
    }
    ResponseReader reader = json -> description.reader().read(json, zone);
    return reader.outcome(client.get(description.uri(zone, from, to), headers.get()));
  }

  /** Registers it. */
  static final class Provider implements FeedProvider {
    @Override
    public FeedName name() {
      return NAME;
    }

    @Override
    public List<FeedOption> options() {
      return List.of();
    }

    @Override
    public FeedFacts facts(FeedSettings settings) {
      return description(settings).facts();
    }

    private static HttpJsonDescription description(FeedSettings settings) {
      return settings
          .httpJson()
          .orElseThrow(
              () -> new IllegalArgumentException(HttpJsonDescription.PATH + " is not described"));
    }

    @Override
    public FeedKeys keys(FeedSettings settings) {
      return new FeedKeys(
          description(settings).hasHeaders()
              ? HttpJsonDescription.HEADERS
              : HttpJsonDescription.URL,
          FeedContext.ZONE);
    }

    @Override
    public FeedPlan plan(FeedContext context) {
      HttpJsonDescription description = description(context.settings());
      URI url =
          BaseUrl.parseAny(HttpJsonDescription.URL, description.example(), context.hosts(Set.of()));
      return FeedPlan.at(
          url,
          description.facts(),
          client -> new HttpJsonFeed(client, description, context.zone()));
    }
  }
}
