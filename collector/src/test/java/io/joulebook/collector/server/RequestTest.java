package io.joulebook.collector.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestTest {
  @Test
  void readsMethodPathAndHeaders() throws BadRequestException {
    Request request =
        Request.parse("GET /metrics?name[]=up HTTP/1.1\r\nHost: a\r\naCCept:  text/plain \r\nX:");

    assertThat(request.method()).isEqualTo("GET");
    assertThat(request.path()).isEqualTo("/metrics");
    assertThat(request.header("accept")).isEqualTo("text/plain");
    assertThat(request.header("x")).isEmpty();
    assertThat(request.header("absent")).isEmpty();
  }

  @Test
  void passesOverTheAuthorityOfAnAbsoluteTarget() throws BadRequestException {
    assertThat(Request.parse("GET http://a:9487/metrics HTTP/1.1\r\nHost: a").path())
        .isEqualTo("/metrics");
  }

  @Test
  void joinsTheValuesOfARepeatedHeader() throws BadRequestException {
    assertThat(
            Request.parse("GET / HTTP/1.1\r\nHost: a\r\nAccept: b\r\nAccept: c").header("accept"))
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
        "GET / HTTP/1.0\r\nno colon",
        "GET / HTTP/1.0\r\nA : b",
        "GET / HTTP/1.0\r\nA: b\r\n folded",
        "\u0016\u0003\u0001"
      })
  void whatIsNoRequestIsRefused(String head) {
    assertThatThrownBy(() -> Request.parse(head)).isInstanceOf(BadRequestException.class);
  }

  private static boolean keepsOpen(String rest) throws BadRequestException {
    return Request.parse("GET / " + rest).keepsOpen();
  }
}
