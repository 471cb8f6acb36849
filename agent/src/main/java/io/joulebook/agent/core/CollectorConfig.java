package io.joulebook.agent.core;

import io.joulebook.agent.config.FootprintRules;
import io.joulebook.agent.config.GridRules;
import io.joulebook.agent.config.Keys;
import io.joulebook.agent.config.Settings;
import io.joulebook.collector.server.CollectorSettings;
import io.joulebook.collector.server.GridSettings;
import java.util.function.Consumer;

/** What the agent's settings say to the collector. */
public final class CollectorConfig {
  private CollectorConfig() {}

  /** Reads them; what cannot be used is said, in one line each, and left out. */
  public static CollectorSettings of(Settings settings, Consumer<String> say) {
    FootprintRules footprint = FootprintRules.of(settings);
    footprint.complaints().forEach(say);
    CollectorSettings plain = CollectorSettings.of(Version.TEXT);
    return new CollectorSettings(
        plain.version(),
        grid(settings, say),
        settings.get(Keys.PUE),
        footprint.footprint(),
        settings.require(Keys.METRICS_HISTOGRAMS),
        plain.maxModels());
  }

  private static GridSettings grid(Settings settings, Consumer<String> say) {
    GridRules rules = GridRules.of(settings);
    rules.complaints().forEach(say);
    return rules.grid();
  }
}
