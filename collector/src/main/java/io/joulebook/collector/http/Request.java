package io.joulebook.collector.http;

import java.net.InetAddress;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The head of an HTTP request.
 *
 * @param method the method, such as {@code GET}
 * @param path the path without its query, such as {@code /metrics}
 * @param headers the headers by lower-case name; values of a repeated one are joined by commas
 * @param host the name or address that the client asked for, without its port, as it was written;
 *     empty if it did not say
 * @param keepsOpen whether another request may follow on the connection
 * @param client who has sent it
 */
public record Request(
    String method,
    String path,
    Map<String, String> headers,
    Optional<String> host,
    boolean keepsOpen,
    InetAddress client) {
  private static final String CRLF = "\r\n";

  /**
   * Origin form, or absolute form, whose authority goes before the Host header's (RFC 9112, 3.2).
   */
  private static final Pattern LINE =
      Pattern.compile(
          "([A-Z]{1,16}) (?:https?://([^/ ?]*))?(/[^ ?]*)(?:\\?[^ ]*)? HTTP/1\\.([01])");

  private static final Pattern HOST =
      Pattern.compile("(\\[[0-9A-Fa-f:.]+(?:%25[\\w.~-]+)?]|[\\w.~-]*)(?::[0-9]{0,5})?");

  private static final Pattern LENGTH = Pattern.compile("[0-9]{1,18}");

  /** Headers that decide whom a request is for and where it ends: two of them may differ. */
  private static final Set<String> ONCE = Set.of("host", "content-length", "authorization");

  private static final Pattern HEADER = Pattern.compile("([!#$%&'*+.^_`|~0-9A-Za-z-]+):(.*)");

  /**
   * Reads a head: its lines, without the empty line that ends it.
   *
   * @throws BadRequestException if it is no head of HTTP/1.0 or 1.1
   */
  static Request parse(String head, InetAddress client) throws BadRequestException {
    String[] lines = head.split(CRLF, -1);
    Matcher line = LINE.matcher(lines[0]);
    if (!line.matches()) {
      throw new BadRequestException("not a request line of HTTP/1.0 or HTTP/1.1");
    }
    Map<String, String> headers = headers(lines);
    boolean current = line.group(4).equals("1");
    if (current && !headers.containsKey("host")) {
      throw new BadRequestException("no Host header");
    }
    checkLength(headers);
    Optional<String> host = host(headers.getOrDefault("host", ""));
    return new Request(
        line.group(1),
        line.group(3),
        headers,
        line.group(2) == null ? host : host(line.group(2)),
        keepsOpen(headers, current),
        client);
  }

  private static Optional<String> host(String text) throws BadRequestException {
    Matcher host = HOST.matcher(text);
    if (!host.matches()) {
      throw new BadRequestException("not a host");
    }
    return Optional.of(host.group(1)).filter(name -> !name.isEmpty());
  }

  private static void checkLength(Map<String, String> headers) throws BadRequestException {
    String length = headers.getOrDefault("content-length", "0");
    boolean chunked = headers.containsKey("transfer-encoding");
    if (!LENGTH.matcher(length).matches() || (chunked && headers.containsKey("content-length"))) {
      throw new BadRequestException("not a length of a body");
    }
  }

  private static Map<String, String> headers(String[] lines) throws BadRequestException {
    Map<String, String> headers = new HashMap<>();
    for (int i = 1; i < lines.length; i++) {
      Matcher header = HEADER.matcher(lines[i]);
      if (!header.matches()) {
        throw new BadRequestException("not a header");
      }
      String name = header.group(1).toLowerCase(Locale.ROOT);
      if (ONCE.contains(name) && headers.containsKey(name)) {
        throw new BadRequestException("more than one header " + name);
      }
      headers.merge(name, header.group(2).strip(), (first, more) -> first + ", " + more);
    }
    return headers;
  }

  /** A request with a body is the last on its connection: bodies are not read here. */
  private static boolean keepsOpen(Map<String, String> headers, boolean current) {
    String wish = headers.getOrDefault("connection", "").toLowerCase(Locale.ROOT);
    boolean hasBody =
        headers.containsKey("transfer-encoding")
            || Long.parseLong(headers.getOrDefault("content-length", "0")) > 0;
    return !hasBody && (current ? !wish.contains("close") : wish.contains("keep-alive"));
  }

  /** The value of a header; empty if the request has none of that name. */
  public String header(String lowerCaseName) {
    return headers.getOrDefault(lowerCaseName, "");
  }
}
