package io.joulebook.collector.http;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An HTTP response.
 *
 * @param status code and reason, such as {@code 200 OK}
 * @param headers the headers that describe the body or the answer
 * @param body the body; not sent in answer to HEAD
 */
public record Response(String status, Map<String, String> headers, ByteBuffer body) {
  private static final String CRLF = "\r\n";
  private static final int LONGEST_QUOTE = 100;
  private static final int DATE_LENGTH = "Sun, 06 Nov 1994 08:49:37 GMT".length();
  private static final String PLAIN = "text/plain; charset=utf-8";

  /** A page, or whatever else was asked for. */
  public static Response ok(String contentType, byte[] body) {
    return new Response("200 OK", Map.of("Content-Type", contentType), ByteBuffer.wrap(body));
  }

  /** A line of text. */
  public static Response text(String status, String line) {
    byte[] body = (line + "\n").getBytes(StandardCharsets.UTF_8);
    return new Response(status, Map.of("Content-Type", PLAIN), ByteBuffer.wrap(body));
  }

  /** A text of somebody else's, of a length that fits a line. */
  static String cut(String text) {
    return text.length() <= LONGEST_QUOTE ? text : text.substring(0, LONGEST_QUOTE) + "…";
  }

  /** Whether it is the page that was asked for. */
  boolean isOk() {
    return status.startsWith("200 ");
  }

  /** This response with one more header, or another value of one that it has. */
  public Response with(String header, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(header, value);
    return new Response(status, more, body);
  }

  /** The response as sent, with its body unless the request was for its head alone. */
  ByteBuffer encode(boolean withBody, boolean keepsOpen, Instant now) {
    byte[] head = head(keepsOpen, now).getBytes(StandardCharsets.ISO_8859_1);
    ByteBuffer bytes = ByteBuffer.allocate(head.length + (withBody ? body.remaining() : 0));
    bytes.put(head);
    if (withBody) {
      bytes.put(body.duplicate());
    }
    return bytes.flip();
  }

  private String head(boolean keepsOpen, Instant now) {
    StringBuilder head = new StringBuilder("HTTP/1.1 ").append(status).append(CRLF);
    headers.forEach((name, value) -> append(head, name, value));
    append(head, "Content-Length", Integer.toString(body.remaining()));
    append(head, "Date", date(now));
    append(head, "Connection", keepsOpen ? "keep-alive" : "close");
    return head.append(CRLF).toString();
  }

  /** RFC 9110, 5.6.7 wants two digits for the day; the JDK's format of RFC 1123 writes one. */
  static String date(Instant now) {
    String date = DateTimeFormatter.RFC_1123_DATE_TIME.format(now.atZone(ZoneOffset.UTC));
    return date.length() < DATE_LENGTH ? date.substring(0, 5) + "0" + date.substring(5) : date;
  }

  private static void append(StringBuilder head, String name, String value) {
    head.append(name).append(": ").append(value).append(CRLF);
  }
}
