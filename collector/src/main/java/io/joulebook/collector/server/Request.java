package io.joulebook.collector.server;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The head of an HTTP request.
 *
 * @param method the method, such as {@code GET}
 * @param path the path without its query, such as {@code /metrics}
 * @param headers the headers by lower-case name; values of a repeated one are joined by commas
 * @param keepsOpen whether another request may follow on the connection
 */
record Request(String method, String path, Map<String, String> headers, boolean keepsOpen) {
  private static final String CRLF = "\r\n";

  /** Origin form, or absolute form, whose scheme and authority are passed over. */
  private static final Pattern LINE =
      Pattern.compile("([A-Z]{1,16}) (?:https?://[^/ ?]*)?(/[^ ?]*)(?:\\?[^ ]*)? HTTP/1\\.([01])");

  private static final Pattern HEADER = Pattern.compile("([!#$%&'*+.^_`|~0-9A-Za-z-]+):(.*)");

  /**
   * Reads a head: its lines, without the empty line that ends it.
   *
   * @throws BadRequestException if it is no head of HTTP/1.0 or 1.1
   */
  static Request parse(String head) throws BadRequestException {
    String[] lines = head.split(CRLF, -1);
    Matcher line = LINE.matcher(lines[0]);
    if (!line.matches()) {
      throw new BadRequestException("not a request line of HTTP/1.0 or HTTP/1.1");
    }
    Map<String, String> headers = headers(lines);
    boolean current = line.group(3).equals("1");
    if (current && !headers.containsKey("host")) {
      throw new BadRequestException("no Host header");
    }
    return new Request(line.group(1), line.group(2), headers, keepsOpen(headers, current));
  }

  private static Map<String, String> headers(String[] lines) throws BadRequestException {
    Map<String, String> headers = new HashMap<>();
    for (int i = 1; i < lines.length; i++) {
      Matcher header = HEADER.matcher(lines[i]);
      if (!header.matches()) {
        throw new BadRequestException("not a header");
      }
      String name = header.group(1).toLowerCase(Locale.ROOT);
      headers.merge(name, header.group(2).strip(), (first, more) -> first + ", " + more);
    }
    return headers;
  }

  /** A request with a body is the last on its connection: bodies are not read here. */
  private static boolean keepsOpen(Map<String, String> headers, boolean current) {
    String wish = headers.getOrDefault("connection", "").toLowerCase(Locale.ROOT);
    boolean hasBody =
        headers.containsKey("transfer-encoding")
            || !headers.getOrDefault("content-length", "0").equals("0");
    return !hasBody && (current ? !wish.contains("close") : wish.contains("keep-alive"));
  }

  /** The value of a header; empty if the request has none of that name. */
  String header(String lowerCaseName) {
    return headers.getOrDefault(lowerCaseName, "");
  }
}
