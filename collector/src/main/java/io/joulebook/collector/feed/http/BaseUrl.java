package io.joulebook.collector.feed.http;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A URL that a feed may be asked at: by https, or on this host itself; of a host that is listed.
 */
public final class BaseUrl {
  private static final Pattern PARTS =
      Pattern.compile(
          "(?si)(https?://[a-z0-9.-]+(?::[0-9]+)?|https?://\\[[0-9a-f:]+](?::[0-9]+)?)((?:[/?#].*)?)");

  private BaseUrl() {}

  /**
   * The URL that a configuration value is, without query or fragment.
   *
   * @param key the configuration key, for the message
   * @param hosts the hosts it may be of, in lower case
   * @throws IllegalArgumentException if it may not be asked; the message has the key, the value
   *     without what may be secret in it, and what is allowed
   */
  public static URI parse(String key, String text, Set<String> hosts) {
    URI url = parseAny(key, text, hosts);
    if (url.getRawQuery() != null) {
      throw refused(key, text, "a base URL without a query is");
    }
    return url;
  }

  /** The same of a URL that may have a query. */
  public static URI parseAny(String key, String text, Set<String> hosts) {
    URI url = uri(key, text);
    String host = host(url);
    if (host.isEmpty() || url.getRawUserInfo() != null || url.getRawFragment() != null) {
      throw refused(key, text, "a URL with a host, without a user and without a fragment is");
    }
    if (!isSafe(url)) {
      throw refused(key, text, "https is, and http to this host itself (127.0.0.1)");
    }
    if (!AllowedHosts.isLoopback(host) && !hosts.contains(host)) {
      throw refused(key, text, "feeds.hosts has to list other hosts than " + known(hosts));
    }
    return url;
  }

  private static URI uri(String key, String text) {
    try {
      return new URI(text);
    } catch (URISyntaxException e) {
      throw refused(key, text, "a URL is");
    }
  }

  /** The host, in lower case; empty if there is none. */
  public static String host(URI url) {
    return url.getHost() == null ? "" : url.getHost().toLowerCase(Locale.ROOT);
  }

  private static boolean isSafe(URI url) {
    return "https".equalsIgnoreCase(url.getScheme())
        || ("http".equalsIgnoreCase(url.getScheme()) && AllowedHosts.isLoopback(host(url)));
  }

  private static String known(Set<String> hosts) {
    return hosts.isEmpty() ? "127.0.0.1" : String.join(", ", new TreeSet<>(hosts));
  }

  private static IllegalArgumentException refused(String key, String text, String allowed) {
    return new IllegalArgumentException(key + ": '" + shown(text) + "' is not allowed; " + allowed);
  }

  /**
   * A URL without what may be secret: all but its scheme and host, if those are all that they seem.
   */
  public static String shown(String text) {
    Matcher parts = PARTS.matcher(text);
    if (!parts.matches()) {
      return "(not shown)";
    }
    return parts.group(1) + (parts.group(2).matches("/?") ? parts.group(2) : "/...");
  }
}
