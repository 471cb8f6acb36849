package io.joulebook.agent.config;

import io.joulebook.collector.http.EndpointSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** What the configuration says of the endpoint. */
public final class EndpointRules {
  private EndpointRules() {}

  /**
   * How metrics are to be served; empty for not at all.
   *
   * @param say is told what goes wrong later
   */
  public static Optional<EndpointSettings> of(Settings settings, Consumer<String> say) {
    return settings
        .require(Keys.METRICS_ADDRESS)
        .map(
            address ->
                new EndpointSettings(
                    address.toSocketAddress(),
                    settings.get(Keys.METRICS_HOSTS).orElse(List.of()),
                    file(settings, Keys.METRICS_WEB_CONFIG).map(WebConfigFile::new),
                    file(settings, Keys.METRICS_TOKEN_FILE),
                    say));
  }

  // A protection that was asked for and cannot be had is not left out: that path is no file.
  private static Optional<Path> file(Settings settings, Setting<String> key) {
    return settings.isRefused(key) ? Optional.of(Path.of("")) : settings.get(key).map(Path::of);
  }
}
