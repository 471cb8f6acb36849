package io.joulebook.examples.server;

/** A request that the server refuses, with the reason for the client. */
final class BadRequest extends Exception {
  private static final long serialVersionUID = 1;

  private final int status;
  private final String reason;

  BadRequest(int status, String reason) {
    super(reason);
    this.status = status;
    this.reason = reason;
  }

  int status() {
    return status;
  }

  String reason() {
    return reason;
  }
}
