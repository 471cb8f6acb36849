package io.joulebook.collector.grid;

/** How good a price is, best first. */
public enum Tier {
  /** The first feed's value for the time of use, final as far as the feed says. */
  ACTUAL("actual"),
  /** The first feed's value for the time of use, which the feed calls an estimate. */
  ESTIMATED("estimated"),
  /** Another feed's value for the time of use, actual or estimated. */
  SECOND_FEED("second_feed"),
  /** The last value before the time of use, no older than the bound. */
  LAST_KNOWN("last_known"),
  /** The mean of the same five minutes of the days before. */
  PROFILE("profile"),
  /**
   * A value that does not depend on the time of use: the zone's yearly average, or a stated one.
   */
  STATIC("static"),
  /** The yearly average of the country in which the zone lies. */
  STATIC_COUNTRY("static_country"),
  /** The yearly average of the world. */
  STATIC_WORLD("static_world");

  private final String label;

  Tier(String label) {
    this.label = label;
  }

  /** The value of the metric label {@code tier}. */
  public String label() {
    return label;
  }
}
