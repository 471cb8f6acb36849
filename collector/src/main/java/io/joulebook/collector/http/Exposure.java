package io.joulebook.collector.http;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;

/** Who can read what an endpoint serves. */
final class Exposure {
  private Exposure() {}

  /**
   * In words, if other machines may reach it; empty if only this one can.
   *
   * @param bound the address that is served
   */
  static Optional<String> of(
      EndpointSettings settings, InetSocketAddress bound, Optional<WebConfig> config) {
    return of(bound, settings.asksWho(config));
  }

  private static Optional<String> of(InetSocketAddress address, boolean asksWho) {
    InetAddress host = address.getAddress();
    if (host == null || host.isLoopbackAddress()) {
      return Optional.empty();
    }
    String where = host.isAnyLocalAddress() ? "on every network interface" : "to other machines";
    return Optional.of(
        "metrics are served "
            + where
            + " ("
            + ReachableAddress.literal(address)
            + ")"
            + (asksWho
                ? ", to who shows a password, token or certificate"
                : " and to everyone who reaches it: metrics.web-config or metrics.token.file"
                    + " asks for a password or token, metrics.address=127.0.0.1:"
                    + address.getPort()
                    + " keeps it to this machine"));
  }
}
