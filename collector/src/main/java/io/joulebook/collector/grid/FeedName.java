package io.joulebook.collector.grid;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** The feeds of grid intensity that there are; a ladder is a list of them, best first. */
public enum FeedName {
  /** The yearly table that the collector carries. */
  STATIC("static"),
  /** One intensity, stated by whoever runs the host. */
  FIXED("fixed"),
  /** A CSV or JSON file that an operator drops. */
  FILE("file"),
  /** Great Britain's system operator. */
  NESO("neso"),
  /** France's, by its open data portal ODRE. */
  RTE("rte"),
  /** Denmark's, by its Energi Data Service. */
  ENERGI_DATA_SERVICE("energidataservice"),
  /** Electricity Maps, by key. */
  ELECTRICITY_MAPS("electricitymaps"),
  /** WattTime, by user and password. */
  WATT_TIME("watttime"),
  /** The web API of the Green Software Foundation's Carbon Aware SDK. */
  CARBON_AWARE_SDK("carbonawaresdk"),
  /** Any HTTP service that answers in JSON, as the configuration describes it. */
  HTTP_JSON("http-json");

  /** Their names, with commas between them, for messages. */
  public static final String ALLOWED =
      Arrays.stream(values()).map(FeedName::toString).collect(Collectors.joining(", "));

  private final String key;

  FeedName(String key) {
    this.key = key;
  }

  /**
   * The ladder that a configuration value names, such as {@code fixed,static}.
   *
   * @throws IllegalArgumentException if it names no feed, an unknown one, or one twice
   */
  public static List<FeedName> parseLadder(String text) {
    List<FeedName> ladder =
        Arrays.stream(text.split(",", -1)).map(String::strip).map(FeedName::parse).toList();
    if (ladder.stream().distinct().count() < ladder.size()) {
      throw new IllegalArgumentException("'" + text + "' names a feed twice");
    }
    return ladder;
  }

  /** Whether its values change with time, so that they have to be fetched. */
  public boolean isLive() {
    return this != STATIC && this != FIXED;
  }

  /**
   * The feed of that name.
   *
   * @throws IllegalArgumentException if there is none; the message says which there are
   */
  public static FeedName parse(String text) {
    return Arrays.stream(values())
        .filter(feed -> feed.key.equals(text))
        .findFirst()
        .orElseThrow(() -> refused(text));
  }

  private static IllegalArgumentException refused(String text) {
    return new IllegalArgumentException(
        "'" + text + "' is not a grid feed; allowed are: " + ALLOWED);
  }

  @Override
  public String toString() {
    return key;
  }
}
