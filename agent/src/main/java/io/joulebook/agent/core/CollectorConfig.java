package io.joulebook.agent.core;

import io.joulebook.agent.config.Keys;
import io.joulebook.agent.config.Settings;
import io.joulebook.collector.server.CollectorSettings;

/** What the agent's settings say to the collector. */
final class CollectorConfig {
  private CollectorConfig() {}

  static CollectorSettings of(Settings settings) {
    CollectorSettings plain = CollectorSettings.of(Version.TEXT);
    try {
      return new CollectorSettings(
          plain.version(),
          settings.get(Keys.GRID_ZONE),
          settings.get(Keys.GRID_INTENSITY),
          settings.get(Keys.GRID_FEEDS),
          settings.get(Keys.PUE),
          settings.require(Keys.METRICS_HISTOGRAMS),
          plain.maxModels());
    } catch (IllegalArgumentException doNotFit) {
      Console.say(doNotFit.getMessage() + ": joules are not priced");
      return plain;
    }
  }
}
