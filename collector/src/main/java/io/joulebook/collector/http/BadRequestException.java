package io.joulebook.collector.http;

/** What came over a connection is not an HTTP request. */
final class BadRequestException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String why;

  BadRequestException(String message) {
    super(message);
    why = message;
  }

  /** What is wrong with it. */
  String why() {
    return why;
  }
}
