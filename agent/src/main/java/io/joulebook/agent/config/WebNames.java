package io.joulebook.agent.config;

import io.joulebook.collector.Glob;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;

/** Reads names of hosts and addresses of web pages. */
final class WebNames {
  private WebNames() {}

  /**
   * The hosts of a list with commas, of which {@code *} stands for any characters.
   *
   * @throws IllegalArgumentException if one is none
   */
  static List<Glob> hosts(String text) {
    return Keys.list(text).stream().map(WebNames::host).toList();
  }

  private static Glob host(String text) {
    if (!text.matches("[\\w.*-]+|\\[[0-9A-Fa-f:.]+]")) {
      throw new IllegalArgumentException("not a host");
    }
    return Glob.of(text.toLowerCase(Locale.ROOT));
  }

  /**
   * The address of a page, without user, query and fragment.
   *
   * @throws IllegalArgumentException if it is none
   */
  static URI page(String text) {
    if (!isPage(text)) {
      throw new IllegalArgumentException("no web page");
    }
    return URI.create(text);
  }

  // It is a label of a metric, so nothing may stand in it that can be a key.
  static boolean isPage(String text) {
    try {
      URI uri = new URI(text);
      return text.matches("https?://[^/].*")
          && uri.getHost() != null
          && uri.getUserInfo() == null
          && uri.getQuery() == null
          && uri.getFragment() == null;
    } catch (URISyntaxException e) {
      return false;
    }
  }
}
