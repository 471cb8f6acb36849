package io.joulebook.collector.feed.vendor;

/** The options of feeds by their keys. */
public final class FeedOptions {
  private FeedOptions() {}

  /** The option of a key, without {@code feeds.}. */
  public static FeedOption of(String key) {
    return FeedProviders.options().stream()
        .filter(option -> option.key().equals("feeds." + key))
        .findFirst()
        .orElseThrow(() -> new AssertionError(key + " is no option of a feed"));
  }
}
