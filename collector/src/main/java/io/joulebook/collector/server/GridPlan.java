package io.joulebook.collector.server;

import io.joulebook.collector.grid.Basis;
import io.joulebook.collector.grid.FeedName;
import io.joulebook.collector.grid.GridIntensity;
import io.joulebook.collector.grid.Ladder;
import io.joulebook.collector.grid.Method;
import io.joulebook.collector.grid.Quote;
import io.joulebook.collector.grid.Signal;
import io.joulebook.collector.grid.Zone;
import java.util.List;
import java.util.Optional;

/** What the settings make of the grid. */
final class GridPlan {
  private GridPlan() {}

  static Ladder timeless(
      List<FeedName> names, Optional<Zone> zone, Optional<GridIntensity> intensity) {
    return Ladder.timeless(
        names.stream()
            .map(name -> quote(name, zone, intensity))
            .reduce((first, second) -> first instanceof Quote.Price ? first : second)
            .orElseGet(Ladder::nothing));
  }

  private static Quote quote(
      FeedName name, Optional<Zone> zone, Optional<GridIntensity> intensity) {
    return name == FeedName.FIXED
        ? Ladder.stated(
            intensity.orElseThrow(), zone, new Method(Signal.UNSPECIFIED, Basis.UNSPECIFIED))
        : Ladder.yearly(zone);
  }
}
