package io.joulebook.agent.runtime;

import io.joulebook.agent.config.FootprintRules;
import io.joulebook.agent.config.GridRules;
import io.joulebook.agent.config.Keys;
import io.joulebook.agent.config.Settings;
import io.joulebook.collector.local.CollectorSettings;
import java.util.function.Consumer;

/** What the agent's settings say to the collector. */
public final class CollectorConfig {
  private CollectorConfig() {}

  /** Reads them; what cannot be used is said, in one line each, and left out. */
  public static CollectorSettings of(Settings settings, Consumer<String> say) {
    return of(settings, GridRules.of(settings), say);
  }

  /** The same for somebody who asks no feed, and so needs no secret. */
  public static CollectorSettings ofPast(Settings settings, Consumer<String> say) {
    return of(settings, GridRules.ofPast(settings), say);
  }

  private static CollectorSettings of(Settings settings, GridRules grid, Consumer<String> say) {
    FootprintRules footprint = FootprintRules.of(settings);
    footprint.complaints().forEach(say);
    grid.complaints().forEach(say);
    CollectorSettings plain = CollectorSettings.of(Version.TEXT);
    return new CollectorSettings(
        plain.version(),
        grid.grid(),
        settings.get(Keys.PUE),
        footprint.footprint(),
        plain.maxModels());
  }
}
