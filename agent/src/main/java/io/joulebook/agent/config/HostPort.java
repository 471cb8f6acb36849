package io.joulebook.agent.config;

import java.net.InetSocketAddress;
import java.util.Locale;
import java.util.Optional;

/**
 * Where to listen, or {@code off}.
 *
 * @param host a name or address
 * @param port 0 for any free one, to 65535
 */
public record HostPort(String host, int port) {
  static final String ALLOWED =
      "HOST:PORT with a port of 0 to 65535 (0.0.0.0 is every address of this machine), or off";

  /** Empty for {@code off}; IPv6 addresses stand in brackets. */
  static Optional<HostPort> parse(String text) {
    if (text.toLowerCase(Locale.ROOT).equals("off")) {
      return Optional.empty();
    }
    if (text.matches(".*[/@*\\s].*")) {
      throw new IllegalArgumentException("a URL or a pattern");
    }
    int colon = text.lastIndexOf(':');
    if (colon <= 0) {
      throw new IllegalArgumentException("no port");
    }
    int port = Integer.parseInt(text.substring(colon + 1));
    if (port < 0 || port > 65535) {
      throw new IllegalArgumentException("port out of range");
    }
    return Optional.of(new HostPort(unbracketed(text.substring(0, colon)), port));
  }

  private static String unbracketed(String host) {
    return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
  }

  /** The address to bind. */
  public InetSocketAddress toSocketAddress() {
    return new InetSocketAddress(host, port);
  }
}
