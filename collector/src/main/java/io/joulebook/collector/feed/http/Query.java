package io.joulebook.collector.feed.http;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** A URL in the making: a base, a path, and parameters that are encoded as they are added. */
public final class Query {
  private final StringBuilder url;
  private char before = '?';

  /** The URL of a path below a base, which may end with a slash. */
  public Query(URI base, String path) {
    String text = base.toString();
    url = new StringBuilder(text.endsWith("/") ? text.substring(0, text.length() - 1) : text);
    url.append(path);
  }

  public Query and(String name, Object value) {
    url.append(before).append(name).append('=').append(encode(value.toString()));
    before = '&';
    return this;
  }

  public URI uri() {
    return URI.create(url.toString());
  }

  /** Encodes a text so that it may stand in a path as well as in a query. */
  public static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
