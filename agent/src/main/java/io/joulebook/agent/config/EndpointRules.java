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
                    settings
                        .get(Keys.METRICS_WEB_CONFIG)
                        .map(path -> new WebConfigFile(Path.of(path))),
                    settings.get(Keys.METRICS_TOKEN_FILE).map(Path::of),
                    say));
  }
}
