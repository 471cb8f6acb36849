package io.joulebook.collector.page;

import io.joulebook.collector.http.HttpHandler;
import io.joulebook.collector.http.Request;
import io.joulebook.collector.http.Response;
import io.joulebook.collector.metrics.Exposition;
import io.joulebook.collector.metrics.QualityValues;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;

/** The pages of a collector in process: what it knows for people and for Prometheus. */
public final class MetricsHandler implements HttpHandler {
  private final Exposition exposition;

  public MetricsHandler(Exposition exposition) {
    this.exposition = exposition;
  }

  @Override
  public Optional<Response> answer(Request request) {
    return Optional.of(page(request));
  }

  private Response page(Request request) {
    if (!request.method().equals("GET") && !request.method().equals("HEAD")) {
      return Response.text("405 Method Not Allowed", "only GET and HEAD are served here")
          .with("Allow", "GET, HEAD");
    }
    return switch (request.path()) {
      case "/" -> LivePage.PAGE.response();
      case "/exposition.js" -> LivePage.READER.response();
      case "/costs.js" -> LivePage.COSTS.response();
      case "/joulebook.js" -> LivePage.SCRIPT.response();
      case "/joulebook.css" -> LivePage.STYLE.response();
      case "/runbooks" -> Runbooks.page();
      case "/metrics" -> metrics(request);
      case "/-/healthy" -> Response.text("200 OK", "Joulebook is healthy.");
      default -> Response.text("404 Not Found", "not found; metrics are at /metrics");
    };
  }

  private Response metrics(Request request) {
    boolean gzip = QualityValues.parse(request.header("accept-encoding")).prefer("gzip");
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    String type;
    try (OutputStream to = gzip ? new GZIPOutputStream(body) : body) {
      type = exposition.write(request.header("accept"), to);
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory failed", e);
    }
    Response response =
        Response.ok(type, body.toByteArray()).with("Vary", "Accept, Accept-Encoding");
    return gzip ? response.with("Content-Encoding", "gzip") : response;
  }
}
