package io.joulebook.collector.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestTest {
  @Test
  void readsMethodPathAndHeaders() throws BadRequestException {
    Request request =
        parsed("GET /metrics?name[]=up HTTP/1.1\r\nHost: a\r\naCCept:  text/plain \r\nX:");

    assertThat(request.method()).isEqualTo("GET");
    assertThat(request.path()).isEqualTo("/metrics");
    assertThat(request.header("accept")).isEqualTo("text/plain");
    assertThat(request.header("x")).isEmpty();
    assertThat(request.header("absent")).isEmpty();
  }

  @Test
  void passesOverTheAuthorityOfAnAbsoluteTarget() throws BadRequestException {
    assertThat(parsed("GET http://a:9487/metrics HTTP/1.1\r\nHost: a").path())
        .isEqualTo("/metrics");
  }

  @Test
  void whatAnAbsoluteTargetNamesGoesBeforeTheHostHeader() throws BadRequestException {
    assertThat(parsed("GET http://b:1/ HTTP/1.1\r\nHost: a").host()).contains("b");
    assertThat(parsed("GET / HTTP/1.1\r\nHost: [::1]:9").host()).contains("[::1]");
    assertThat(parsed("GET / HTTP/1.1\r\nHost:").host()).isEmpty();
  }

  @Test
  void joinsTheValuesOfARepeatedHeader() throws BadRequestException {
    assertThat(parsed("GET / HTTP/1.1\r\nHost: a\r\nAccept: b\r\nAccept: c").header("accept"))
        .isEqualTo("b, c");
  }

  @Test
  void theConnectionStaysOpenAsItsVersionAndHeadersSay() throws BadRequestException {
    assertThat(keepsOpen("HTTP/1.1\r\nHost: a")).isTrue();
    assertThat(keepsOpen("HTTP/1.1\r\nHost: a\r\nConnection: Close")).isFalse();
    assertThat(keepsOpen("HTTP/1.0")).isFalse();
    assertThat(keepsOpen("HTTP/1.0\r\nConnection: keep-alive")).isTrue();
  }

  @Test
  void aRequestWithABodyIsTheLastOfItsConnection() throws BadRequestException {
    assertThat(keepsOpen("HTTP/1.1\r\nHost: a\r\nContent-Length: 3")).isFalse();
    assertThat(keepsOpen("HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked")).isFalse();
    assertThat(keepsOpen("HTTP/1.1\r\nHost: a\r\nContent-Length: 0")).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "GET /",
        "GET / HTTP/2.0",
        "GET / HTTP/0.9",
        "get / HTTP/1.0",
        "GET  / HTTP/1.0",
        "GET metrics HTTP/1.0",
        "GET / HTTP/1.1",
        "GET / HTTP/1.1\r\nHost: a\r\nHost: a",
        "GET / HTTP/1.0\r\nHost: a\r\nhost: b",
        "GET / HTTP/1.0\r\nHost: a b",
        "GET / HTTP/1.0\r\nHost: a:b",
        "GET / HTTP/1.0\r\nHost: a@b",
        "GET / HTTP/1.0\r\nContent-Length: -1",
        "GET / HTTP/1.0\r\nContent-Length: +1",
        "GET / HTTP/1.0\r\nContent-Length:",
        "GET / HTTP/1.0\r\nContent-Length: 1, 1",
        "GET / HTTP/1.0\r\nContent-Length: 1\r\nContent-Length: 2",
        "GET / HTTP/1.0\r\nContent-Length: 99999999999999999999",
        "GET / HTTP/1.0\r\nContent-Length: 1\r\nTransfer-Encoding: chunked",
        "GET / HTTP/1.0\r\nAuthorization: Bearer a\r\nAuthorization: Bearer b",
        "GET / HTTP/1.0\r\nno colon",
        "GET / HTTP/1.0\r\nA : b",
        "GET / HTTP/1.0\r\nA: b\r\n folded",
        "\u0016\u0003\u0001"
      })
  void whatIsNoRequestIsRefused(String head) {
    assertThatThrownBy(() -> parsed(head)).isInstanceOf(BadRequestException.class);
  }

  private static boolean keepsOpen(String rest) throws BadRequestException {
    return parsed("GET / " + rest).keepsOpen();
  }

  private static Request parsed(String head) throws BadRequestException {
    return Request.parse(head, InetAddress.getLoopbackAddress());
  }
}
