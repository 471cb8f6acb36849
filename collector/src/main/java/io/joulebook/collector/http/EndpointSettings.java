package io.joulebook.collector.http;

import io.joulebook.collector.Glob;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * How metrics are served.
 *
 * @param address where to listen; port 0 takes any free port
 * @param hosts names under which the endpoint may be asked for, beside the address and the
 *     machine's
 * @param web TLS and passwords, if they are wanted
 * @param tokenFile the file with the bearer token that a client has to show, if one is wanted
 * @param say is told, in one line each, what only a person can mend
 */
public record EndpointSettings(
    InetSocketAddress address,
    List<Glob> hosts,
    Optional<WebConfig.File> web,
    Optional<Path> tokenFile,
    Consumer<String> say) {
  public EndpointSettings {
    hosts = List.copyOf(hosts);
  }

  /** Nothing but an address: anyone who reaches it is served. */
  public static EndpointSettings open(InetSocketAddress address) {
    return new EndpointSettings(address, List.of(), Optional.empty(), Optional.empty(), line -> {});
  }

  /** Whether a client has to show who it is; a certificate of its own included. */
  boolean asksWho(Optional<WebConfig> config) {
    return tokenFile.isPresent()
        || config.filter(c -> !c.users().isEmpty()).isPresent()
        || config.flatMap(WebConfig::tls).flatMap(WebConfig.Tls::clientCa).isPresent();
  }
}
