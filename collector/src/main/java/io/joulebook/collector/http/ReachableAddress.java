package io.joulebook.collector.http;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** Writes addresses so that a URL with them opens from this machine. */
final class ReachableAddress {
  private ReachableAddress() {}

  /**
   * The host and port for a URL.
   *
   * @param asked as it was configured: a name stays a name
   * @param bound as it is served
   */
  static String of(InetSocketAddress asked, InetSocketAddress bound) {
    return host(asked.getHostString(), bound.getAddress()) + ":" + bound.getPort();
  }

  /** The address itself and the port, as they are bound. */
  static String literal(InetSocketAddress address) {
    InetAddress host = address.getAddress();
    String text = host.getHostAddress();
    return (host instanceof Inet6Address ? "[" + text + "]" : text) + ":" + address.getPort();
  }

  private static String host(String asked, InetAddress bound) {
    if (bound.isAnyLocalAddress()) {
      return asked.contains(":") ? "[::1]" : "127.0.0.1";
    }
    boolean isName = !asked.contains(":") && !asked.matches("[0-9.]+");
    if (isName) {
      return asked;
    }
    return bound instanceof Inet6Address ? "[" + plain(bound) + "]" : bound.getHostAddress();
  }

  private static String plain(InetAddress address) {
    String text = address.isLoopbackAddress() ? "::1" : address.getHostAddress();
    return text.replace("%", "%25");
  }
}
