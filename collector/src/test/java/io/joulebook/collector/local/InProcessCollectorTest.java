package io.joulebook.collector.local;

import static io.joulebook.collector.Entries.H100;
import static io.joulebook.collector.Entries.call;
import static io.joulebook.collector.Entries.charge;
import static io.joulebook.collector.Entries.receipt;
import static io.joulebook.collector.Entries.statement;
import static org.assertj.core.api.Assertions.assertThat;

import io.joulebook.collector.Account;
import io.joulebook.collector.AgentHealth;
import io.joulebook.collector.Joules;
import io.joulebook.collector.http.Endpoint;
import io.joulebook.collector.http.EndpointException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class InProcessCollectorTest {
  private static final InetSocketAddress ANY_PORT =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private final InProcessCollector collector =
      InProcessCollector.open(CollectorSettings.of("1.2.3"));
  private Endpoint endpoint;

  @BeforeEach
  void serve() throws EndpointException {
    collector.health(() -> AgentHealth.NONE);
    collector.accept(receipt(call("minilm"), charge(H100, 2_000_000, 0)));
    collector.accept(statement(H100, Map.of(Account.REQUESTS, Joules.ofMicros(2_000_000))));
    endpoint = collector.serve(ANY_PORT);
  }

  @AfterEach
  void close() {
    endpoint.close();
  }

  @Test
  void aScrapeIsInTheTextFormatUnlessAskedOtherwise() throws Exception {
    HttpResponse<String> scrape = get("/metrics", "Accept", "*/*");

    assertThat(scrape.statusCode()).isEqualTo(200);
    assertThat(header(scrape, "content-type"))
        .isEqualTo("text/plain; version=0.0.4; charset=utf-8");
    assertThat(scrape.body())
        .contains("joulebook_build_info{version=\"1.2.3\"} 1")
        .contains("joulebook_call_energy_joules_sum")
        .contains("joulebook_unpriced_joules_total{reason=\"no_zone\",source=\"nvml\"} 2.0")
        .contains("joulebook_calls_unsettled 0.0")
        .doesNotContain("# EOF");
  }

  @Test
  void aScrapeIsInOpenMetricsAsPrometheusAsksForIt() throws Exception {
    HttpResponse<String> scrape =
        get(
            "/metrics",
            "Accept",
            "application/openmetrics-text;version=1.0.0;q=0.5,text/plain;version=0.0.4;q=0.3");

    assertThat(header(scrape, "content-type"))
        .isEqualTo("application/openmetrics-text; version=1.0.0; charset=utf-8");
    assertThat(scrape.body()).endsWith("# EOF\n");
  }

  @Test
  void aScrapeIsPackedForWhoAcceptsIt() throws Exception {
    HttpResponse<byte[]> packed =
        HTTP.send(
            request("/metrics").header("Accept-Encoding", "gzip").build(),
            BodyHandlers.ofByteArray());

    assertThat(header(packed, "content-encoding")).isEqualTo("gzip");
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(packed.body()))) {
      assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8))
          .isEqualTo(get("/metrics", "Accept-Encoding", "identity").body());
    }
  }

  @Test
  void whoRefusesGzipGetsNone() throws Exception {
    for (String refusal : new String[] {"gzip;q=0", "gzip; q=0.0", "x-gzip", "deflate, br"}) {
      HttpResponse<String> scrape = get("/metrics", "Accept-Encoding", refusal);

      assertThat(scrape.headers().firstValue("content-encoding")).as(refusal).isEmpty();
    }
    assertThat(header(get("/metrics", "Accept-Encoding", "br, gzip;q=0.5"), "content-encoding"))
        .isEqualTo("gzip");
  }

  @Test
  void saysThatItIsThere() throws Exception {
    assertThat(get("/-/healthy", "Accept", "*/*").body()).isEqualTo("Joulebook is healthy.\n");
  }

  @Test
  void thePageForPeopleLoadsNothingFromElsewhere() throws Exception {
    HttpResponse<String> page = get("/", "Accept", "text/html");

    assertThat(header(page, "content-type")).isEqualTo("text/html; charset=utf-8");
    assertThat(header(page, "content-security-policy")).startsWith("default-src 'none'");
    List<String> parts =
        Pattern.compile("(?:src|href)=\"([^\"]+)\"")
            .matcher(page.body())
            .results()
            .map(found -> found.group(1))
            .filter(part -> !part.equals("data:,"))
            .toList();
    assertThat(parts)
        .containsOnly(
            "joulebook.css", "exposition.js", "costs.js", "joulebook.js", "metrics", "runbooks")
        .allSatisfy(
            part -> assertThat(get("/" + part, "Accept", "*/*").statusCode()).isEqualTo(200));
  }

  @Test
  void headSaysWhatGetWould() throws Exception {
    HttpResponse<String> head =
        HTTP.send(
            request("/-/healthy").method("HEAD", BodyPublishers.noBody()).build(),
            BodyHandlers.ofString());

    assertThat(head.statusCode()).isEqualTo(200);
    assertThat(header(head, "content-length")).isEqualTo("22");
    assertThat(head.body()).isEmpty();
  }

  @Test
  void otherPathsAreNotFoundAndOtherMethodsNotAllowed() throws Exception {
    assertThat(get("/metrics/", "Accept", "*/*").statusCode()).isEqualTo(404);
    HttpResponse<String> post =
        HTTP.send(
            request("/metrics").POST(BodyPublishers.ofString("x")).build(),
            BodyHandlers.ofString());
    assertThat(post.statusCode()).isEqualTo(405);
    assertThat(header(post, "allow")).isEqualTo("GET, HEAD");
  }

  private HttpRequest.Builder request(String path) {
    InetSocketAddress at = endpoint.address();
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + at.getPort() + path));
  }

  private HttpResponse<String> get(String path, String header, String value)
      throws IOException, InterruptedException {
    return HTTP.send(request(path).header(header, value).build(), BodyHandlers.ofString());
  }

  private static String header(HttpResponse<?> response, String name) {
    return response.headers().firstValue(name).orElseThrow();
  }
}
