package io.joulebook.collector.grid;

import java.util.regex.Pattern;

/**
 * The name of a feed of grid intensity; a ladder is a list of them, best first. Which live feeds
 * there are is known where they are registered, so a history may name others.
 *
 * @param text lower-case letters, digits and hyphens, such as {@code electricitymaps}
 */
public record FeedName(String text) implements Comparable<FeedName> {
  private static final Pattern TEXT = Pattern.compile("[a-z][a-z0-9-]{0,39}");

  /** The yearly table that the collector carries. */
  public static final FeedName STATIC = new FeedName("static");

  /** One intensity, stated by the operator of the host. */
  public static final FeedName FIXED = new FeedName("fixed");

  public FeedName {
    if (!isName(text)) {
      throw new IllegalArgumentException("'" + text + "' is not the name of a grid feed");
    }
  }

  /** Whether a text can be the name of a feed. */
  public static boolean isName(String text) {
    return TEXT.matcher(text).matches();
  }

  /** Whether its values change with time, so that they have to be fetched. */
  public boolean isLive() {
    return !equals(STATIC) && !equals(FIXED);
  }

  @Override
  public int compareTo(FeedName other) {
    return text.compareTo(other.text);
  }

  @Override
  public String toString() {
    return text;
  }
}
