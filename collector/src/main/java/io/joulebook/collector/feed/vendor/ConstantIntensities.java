package io.joulebook.collector.feed.vendor;

import io.joulebook.collector.grid.EmissionMethod;
import io.joulebook.collector.grid.FeedName;
import io.joulebook.collector.grid.IntensityResult;
import io.joulebook.collector.grid.Ladder;
import java.util.List;

/** What the settings make of the feeds whose intensity does not depend on time. */
public final class ConstantIntensities {
  private ConstantIntensities() {}

  /** The first price that those of these feeds have that are not live, or why there is none. */
  public static IntensityResult quote(GridSettings settings, List<FeedName> names) {
    return names.stream()
        .filter(name -> !name.isLive())
        .map(name -> quote(settings, name))
        .reduce((first, second) -> first instanceof IntensityResult.Price ? first : second)
        .orElseGet(Ladder::nothing);
  }

  private static IntensityResult quote(GridSettings settings, FeedName name) {
    return name.equals(FeedName.FIXED)
        ? Ladder.stated(settings.intensity().orElseThrow(), settings.zone(), method(settings, name))
        : Ladder.yearly(settings.zone());
  }

  /** Signal and basis of a feed that is not live. */
  public static EmissionMethod method(GridSettings settings, FeedName name) {
    return name.equals(FeedName.FIXED)
        ? Feeds.stated(settings.options())
        : EmissionMethod.AVERAGE_LIFECYCLE;
  }
}
