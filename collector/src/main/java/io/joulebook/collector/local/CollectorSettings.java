package io.joulebook.collector.local;

import io.joulebook.collector.carbon.Footprint;
import io.joulebook.collector.carbon.Pue;
import io.joulebook.collector.feed.vendor.GridSettings;
import java.util.Optional;

/**
 * What the collector is told before it starts. Each value's own {@code parse} refuses a bad text.
 *
 * @param version the version of the build, for {@code joulebook_build_info}
 * @param grid what prices energy
 * @param pue the facility factor; if absent, 1, and the metrics say that it is assumed
 * @param footprint what is counted beside the electricity of use
 * @param maxModels how many models get metrics of their own; the rest share the name {@code other}
 */
public record CollectorSettings(
    String version, GridSettings grid, Optional<Pue> pue, Footprint footprint, int maxModels) {
  private static final int DEFAULT_MAX_MODELS = 200;

  public CollectorSettings {
    if (maxModels < 1) {
      throw new IllegalArgumentException("maxModels is " + maxModels + "; at least 1 is allowed");
    }
  }

  /** The settings of a collector that has been told nothing but its version. */
  public static CollectorSettings of(String version) {
    return new CollectorSettings(
        version, GridSettings.NONE, Optional.empty(), Footprint.NONE, DEFAULT_MAX_MODELS);
  }

  /** The same with another grid. */
  public CollectorSettings withGrid(GridSettings other) {
    return new CollectorSettings(version, other, pue, footprint, maxModels);
  }
}
