package io.joulebook.collector.http;

import java.io.IOException;
import java.net.InetSocketAddress;

/** Metrics cannot be served as asked for; the message says why and what to do. */
public final class EndpointException extends IOException {
  private static final long serialVersionUID = 1L;

  private final boolean ofAddress;

  private EndpointException(String message, Exception cause, boolean ofAddress) {
    super(message, cause);
    this.ofAddress = ofAddress;
  }

  EndpointException(InetSocketAddress address, Exception cause) {
    this(
        "cannot serve metrics on "
            + address.getHostString()
            + ":"
            + address.getPort()
            + " ("
            + why(cause)
            + "): set metrics.address to another host:port, 127.0.0.1:0 for any free port, or off",
        cause,
        true);
  }

  /** That what is to protect them cannot be used: then they are not served without it. */
  static EndpointException unprotected(IOException cause) {
    return new EndpointException(
        "metrics are not served, since they would be unprotected: " + cause.getMessage(),
        cause,
        false);
  }

  private static String why(Exception cause) {
    return cause.getMessage() == null
        ? "this JVM cannot use an address of that kind"
        : cause.getMessage();
  }

  /** Whether the address is the trouble, so that another attempt may succeed by itself. */
  public boolean isOfAddress() {
    return ofAddress;
  }
}
