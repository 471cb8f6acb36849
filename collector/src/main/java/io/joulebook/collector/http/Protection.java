package io.joulebook.collector.http;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.util.Map;
import java.util.Optional;

/** What an endpoint's web configuration and token file say, as they are now. */
final class Protection {
  private final Optional<WatchedFiles<State>> web;
  private final Optional<TokenFile> token;

  private record State(WebConfig config, Optional<TlsServer> tls) {}

  /**
   * Reads them.
   *
   * @throws IOException if one cannot be used: nothing may be served without it then
   */
  Protection(EndpointSettings settings) throws IOException {
    web =
        settings.web().isPresent()
            ? Optional.of(watch(settings.web().get(), settings))
            : Optional.empty();
    token =
        settings.tokenFile().isPresent()
            ? Optional.of(
                new TokenFile(settings.tokenFile().get(), settings.say(), System::nanoTime))
            : Optional.empty();
  }

  private static WatchedFiles<State> watch(WebConfig.File file, EndpointSettings settings)
      throws IOException {
    return new WatchedFiles<>(
        paths -> {
          paths.add(file.path());
          WebConfig config = file.read();
          Optional<TlsServer> tls =
              config.tls().isPresent()
                  ? Optional.of(TlsServer.of(config.tls().get(), paths))
                  : Optional.empty();
          return new State(config, tls);
        },
        settings.say(),
        System::nanoTime);
  }

  Optional<WebConfig> config() {
    return web.map(state -> state.get().config);
  }

  HttpHandler guard(HttpHandler site, Runnable wake) {
    return web.isEmpty() && token.isEmpty()
        ? site
        : new AuthenticatingHandler(
            site,
            this::users,
            token,
            new PasswordChecks(wake, PasswordChecks.REST, PasswordChecks.PAUSE));
  }

  private Map<String, String> users() {
    return config().map(WebConfig::users).orElse(Map.of());
  }

  /** How bytes go over a new connection. */
  Transport transport(SocketChannel channel, SocketBuffer buffer) {
    Optional<TlsServer> tls = web.flatMap(state -> state.get().tls);
    return tls.isPresent()
        ? new TlsTransport(channel, buffer, tls.get().engine())
        : new Transport.Plain(channel, buffer);
  }

  boolean isTls() {
    return web.flatMap(state -> state.get().tls).isPresent();
  }
}
