package io.joulebook.collector.server;

import io.joulebook.collector.feed.Feeds;
import io.joulebook.collector.grid.FeedName;
import io.joulebook.collector.grid.Ladder;
import io.joulebook.collector.grid.Method;
import io.joulebook.collector.grid.Quote;
import java.util.List;

/** What the settings make of the feeds whose intensity does not depend on time. */
public final class TimelessRungs {
  private TimelessRungs() {}

  /** The first price that those of these feeds have that are not live, or why there is none. */
  public static Quote quote(GridSettings settings, List<FeedName> names) {
    return names.stream()
        .filter(name -> !name.isLive())
        .map(name -> quote(settings, name))
        .reduce((first, second) -> first instanceof Quote.Price ? first : second)
        .orElseGet(Ladder::nothing);
  }

  private static Quote quote(GridSettings settings, FeedName name) {
    return name == FeedName.FIXED
        ? Ladder.stated(settings.intensity().orElseThrow(), settings.zone(), method(settings, name))
        : Ladder.yearly(settings.zone());
  }

  /** Signal and basis of a feed that is not live. */
  public static Method method(GridSettings settings, FeedName name) {
    return name == FeedName.FIXED ? Feeds.stated(settings.options()) : Method.AVERAGE_LIFECYCLE;
  }
}
