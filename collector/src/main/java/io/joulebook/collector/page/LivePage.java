package io.joulebook.collector.page;

import io.joulebook.collector.http.Response;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/**
 * The parts of the page for people at {@code /}: it reads {@code /metrics} by itself and loads
 * nothing from elsewhere.
 */
enum LivePage {
  PAGE("page.html", "text/html; charset=utf-8"),
  READER("exposition.js", "text/javascript; charset=utf-8"),
  COSTS("costs.js", "text/javascript; charset=utf-8"),
  SCRIPT("joulebook.js", "text/javascript; charset=utf-8"),
  STYLE("joulebook.css", "text/css; charset=utf-8"),
  RUNBOOKS("runbooks.md", "text/html; charset=utf-8");

  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src data:; connect-src 'self';"
          + " base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

  private final String resource;
  private final String type;

  LivePage(String resource, String type) {
    this.resource = resource;
    this.type = type;
  }

  Response response() {
    return response(bytes());
  }

  Response response(byte[] body) {
    return Response.ok(type, body)
        .with("Cache-Control", "no-cache")
        .with("Content-Security-Policy", POLICY)
        .with("X-Content-Type-Options", "nosniff");
  }

  // Read anew each time: people open it rarely, and a host has better uses for its memory.
  byte[] bytes() {
    try (InputStream in = LivePage.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException(resource + " is missing from the collector");
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(resource + " cannot be read from the collector's jar", e);
    }
  }
}
