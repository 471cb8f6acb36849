package io.joulebook.collector.feed.vendor;

import io.joulebook.collector.grid.FeedName;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The live feeds that there are. */
public final class FeedProviders {
  static final List<FeedProvider> ALL =
      List.of(
          new FileFeed.Provider(),
          new NesoFeed.Provider(),
          new RteFeed.Provider(),
          new EnergiDataServiceFeed.Provider(),
          new ElectricityMapsFeed.Provider(),
          new WattTimeFeed.Provider(),
          new CarbonAwareSdkFeed.Provider(),
          new HttpJsonFeed.Provider());

  /** The names of all feeds, live or not, with commas between them, for messages. */
  public static final String ALLOWED =
      names().map(FeedName::toString).collect(Collectors.joining(", "));

  private FeedProviders() {}

  private static Stream<FeedName> names() {
    return Stream.concat(
        Stream.of(FeedName.STATIC, FeedName.FIXED), ALL.stream().map(FeedProvider::name));
  }

  /**
   * The provider of a live feed.
   *
   * @throws IllegalArgumentException if this version has none of that name
   */
  static FeedProvider of(FeedName name) {
    return ALL.stream()
        .filter(provider -> provider.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(name + " is no live feed"));
  }

  /** Everything that may be configured for feeds. */
  public static List<FeedOption> options() {
    return Stream.concat(
            Stream.of(FeedOption.HOSTS, FeedOption.FIXED_SIGNAL, FeedOption.FIXED_BASIS),
            ALL.stream().flatMap(provider -> provider.options().stream()))
        .toList();
  }

  /**
   * The ladder that a configuration value names, such as {@code fixed,static}.
   *
   * @throws IllegalArgumentException if it names no feed, an unknown one, or one twice; the message
   *     says which there are
   */
  public static List<FeedName> parseLadder(String text) {
    List<FeedName> ladder =
        Arrays.stream(text.split(",", -1)).map(String::strip).map(FeedProviders::parse).toList();
    if (ladder.stream().distinct().count() < ladder.size()) {
      throw new IllegalArgumentException("'" + text + "' names a feed twice");
    }
    return ladder;
  }

  private static FeedName parse(String text) {
    return names()
        .filter(name -> name.text().equals(text))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "'" + text + "' is not a grid feed; allowed are: " + ALLOWED));
  }
}
