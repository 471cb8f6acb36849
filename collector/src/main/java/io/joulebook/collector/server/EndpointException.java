package io.joulebook.collector.server;

import java.io.IOException;
import java.net.InetSocketAddress;

/** Metrics cannot be served on the address asked for; the message says what to do. */
public final class EndpointException extends IOException {
  private static final long serialVersionUID = 1L;

  EndpointException(InetSocketAddress address, Exception cause) {
    super(
        "cannot serve metrics on "
            + address.getHostString()
            + ":"
            + address.getPort()
            + " ("
            + cause.getMessage()
            + "): set metrics.address to another host:port, 127.0.0.1:0 for any free port, or off",
        cause);
  }
}
