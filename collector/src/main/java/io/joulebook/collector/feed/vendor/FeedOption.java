package io.joulebook.collector.feed.vendor;

import io.joulebook.collector.SecretPath;
import io.joulebook.collector.feed.http.BaseUrl;

/** What may be configured for a feed, beside that it is wanted. Each feed declares its own. */
public final class FeedOption {
  static final FeedOption HOSTS =
      of("hosts", "host names that feeds may talk to beside their vendors', with commas");
  static final FeedOption FIXED_SIGNAL = of("fixed.signal", "average or marginal");
  static final FeedOption FIXED_BASIS = of("fixed.basis", "lifecycle or direct");

  private final String key;
  private final boolean secret;
  private final String allowed;

  private FeedOption(String key, boolean secret, String allowed) {
    this.key = "feeds." + key;
    this.secret = secret;
    this.allowed = allowed;
  }

  /**
   * An option that may be shown.
   *
   * @param key the key without {@code feeds.}, e.g. {@code neso.url}
   * @param allowed what may be set, for messages
   */
  static FeedOption of(String key, String allowed) {
    return new FeedOption(key, false, allowed);
  }

  /** An option that is itself a secret, never to be shown or to stand on a command line. */
  static FeedOption secret(String key, String allowed) {
    return new FeedOption(key, true, allowed);
  }

  /** The configuration key, e.g. {@code feeds.neso.url}. */
  public String key() {
    return key;
  }

  /** Whether the value itself is a secret. */
  public boolean isSecret() {
    return secret;
  }

  /** What may be set, for messages. */
  public String allowed() {
    return allowed;
  }

  /** Whether the value is the path of a file. */
  public boolean isPath() {
    return key.endsWith(".file") || key.endsWith(".path");
  }

  /** The value as it may be shown: a URL may have a key in it, and a path may be a key itself. */
  public String shown(String text) {
    if (secret) {
      return "(secret)";
    }
    if (key.endsWith(".url")) {
      return BaseUrl.shown(text);
    }
    if (key.endsWith(".user") && text.contains(":")) {
      return "(not shown: a password may be in it)";
    }
    return key.endsWith(".file") ? SecretPath.shown(text) : text;
  }

  @Override
  public String toString() {
    return key;
  }
}
