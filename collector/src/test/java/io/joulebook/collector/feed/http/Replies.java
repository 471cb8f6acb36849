package io.joulebook.collector.feed.http;

import java.nio.charset.StandardCharsets;

/** HTTP replies, as text of one byte a character. */
final class Replies {
  static final String GOOD = ok("{\"a\": 1}");

  private Replies() {}

  static String ok(String json) {
    return ok("application/json", json);
  }

  static String ok(String contentType, String body) {
    return status("200 OK", "Content-Type: " + contentType, body);
  }

  static String ok(String contentType, byte[] body) {
    return ok(contentType, new String(body, StandardCharsets.ISO_8859_1));
  }

  /** With a length, and one more header if that is not empty. */
  static String status(String status, String header, String body) {
    return "HTTP/1.1 "
        + status
        + "\r\n"
        + (header.isEmpty() ? "" : header + "\r\n")
        + "Content-Length: "
        + body.length()
        + "\r\n\r\n"
        + body;
  }

  /** The head of a reply whose body ends when the connection does. */
  static String head(String... headers) {
    return "HTTP/1.1 200 OK\r\n"
        + "Content-Type: application/json\r\n"
        + String.join("", headers)
        + "\r\n";
  }
}
