package io.joulebook.collector.feed.vendor;

import io.joulebook.collector.feed.http.BaseUrl;
import io.joulebook.collector.grid.FeedName;
import io.joulebook.collector.grid.Zone;
import java.net.URI;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a provider has to open its feed with.
 *
 * @param zone the zone to ask for
 * @param settings what is configured for feeds
 * @param clock the host's clock
 */
record FeedContext(Zone zone, FeedSettings settings, InstantSource clock) {
  /** The key of the zone. */
  static final String ZONE = "grid.zone";

  /**
   * Checks that the zone is one of these.
   *
   * @throws IllegalArgumentException if it is not; the message says which are served
   */
  void requireZoneIn(Collection<Zone> served, FeedName feed) {
    if (!served.contains(zone)) {
      Set<String> codes = new TreeSet<>(served.stream().map(Zone::code).toList());
      throw new IllegalArgumentException(
          ZONE
              + ": '"
              + zone
              + "' is not served by the feed "
              + feed
              + ", which serves "
              + String.join(", ", codes));
    }
  }

  /** The base URL that is configured, or the vendor's own. */
  URI base(FeedOption option, URI vendors) {
    String text = settings.option(option).orElse(vendors.toString());
    return BaseUrl.parse(option.key(), text, hosts(Set.of(BaseUrl.host(vendors))));
  }

  /** The hosts that a feed may be asked at: these, and those that the operator lists. */
  Set<String> hosts(Set<String> vendors) {
    Set<String> hosts = new HashSet<>(settings.hosts());
    hosts.addAll(vendors);
    return hosts;
  }
}
