package io.joulebook.collector.feed.http;

import static io.joulebook.collector.feed.http.Clients.malformed;
import static io.joulebook.collector.feed.http.Clients.none;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.joulebook.collector.feed.FetchOutcome;
import io.joulebook.collector.feed.Rejection;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class FeedClientStatusTest {
  private static final String JSON = "Content-Type: application/json";
  private static final String HTML = "Content-Type: text/html";
  private static final String PAGE = "<html><body>Bad gateway</body></html>";
  private static final String ERROR = "{\"error\": {\"code\": \"400\"}}";
  private static final JsonBody UNKNOWN_WAIT = none(new FetchOutcome.RateLimited(Optional.empty()));

  static Stream<Arguments> statuses() {
    return Stream.of(
        arguments("204 No Content", "", "", none(new FetchOutcome.NoData())),
        arguments("400 Bad Request", JSON, ERROR, malformed(Rejection.STATUS)),
        arguments("401 Unauthorized", JSON, ERROR, none(new FetchOutcome.AuthFailed())),
        arguments("403 Forbidden", JSON, ERROR, none(new FetchOutcome.NotEntitled())),
        arguments("404 Not Found", JSON, ERROR, none(new FetchOutcome.UnknownZone())),
        arguments("410 Gone", JSON, ERROR, none(new FetchOutcome.Gone())),
        arguments("407 Proxy", "", "", Clients.UNREACHABLE),
        arguments("500 Oops", JSON, ERROR, Clients.UNREACHABLE),
        arguments("502 Bad Gateway", HTML, PAGE, Clients.UNREACHABLE),
        arguments("503 Busy", HTML, PAGE, Clients.UNREACHABLE),
        arguments("503 Busy", "Retry-After: 7", PAGE, unreachableFor(7)),
        arguments("206 Partial", JSON, "{\"a\": 1}", malformed(Rejection.STATUS)),
        arguments("999 What", JSON, "{\"a\": 1}", malformed(Rejection.STATUS)));
  }

  private static JsonBody unreachableFor(long seconds) {
    return none(new FetchOutcome.Unreachable(Optional.of(Duration.ofSeconds(seconds))));
  }

  @ParameterizedTest
  @MethodSource("statuses")
  void aStatusDecidesWhateverTheBodySays(
      String status, String header, String body, JsonBody expected) throws IOException {
    try (MisbehavingServer server =
        MisbehavingServer.saying(Replies.status(status, header, body))) {
      assertThat(Clients.ask(server.uri())).isEqualTo(expected);
    }
  }

  static Stream<Arguments> waits() {
    return Stream.of(
        arguments("Retry-After: 120", limitedFor(120)),
        arguments("Retry-After:  0", limitedFor(0)),
        arguments("Retry-After: 315360000", limitedFor(315_360_000)),
        arguments("Retry-After: Sun, 01 Mar 2026 12:02:00 GMT", limitedFor(120)),
        arguments("Retry-After: Sun, 01 Mar 2026 11:00:00 GMT", limitedFor(0)),
        arguments("Retry-After: soon", UNKNOWN_WAIT),
        arguments("Retry-After: -5", UNKNOWN_WAIT),
        arguments("Retry-After: 1.5", UNKNOWN_WAIT),
        arguments("Retry-After: 99999999999999999999", UNKNOWN_WAIT),
        arguments("Retry-After:", UNKNOWN_WAIT),
        arguments("", UNKNOWN_WAIT));
  }

  private static JsonBody limitedFor(long seconds) {
    return none(new FetchOutcome.RateLimited(Optional.of(Duration.ofSeconds(seconds))));
  }

  @ParameterizedTest
  @MethodSource("waits")
  void aWaitIsReadInSecondsOrAsADate(String header, JsonBody expected) throws IOException {
    try (MisbehavingServer server =
        MisbehavingServer.saying(Replies.status("429 Slow down", header, "{}"))) {
      assertThat(Clients.ask(server.uri())).isEqualTo(expected);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 303, 307, 308})
  void aRedirectIsNotFollowedAndTheOtherHostHearsNothing(int status) throws IOException {
    try (MisbehavingServer other = MisbehavingServer.saying(Replies.GOOD);
        MisbehavingServer server =
            MisbehavingServer.saying(
                Replies.status(status + " Elsewhere", "Location: " + other.uri("localhost"), ""))) {
      assertThat(Clients.ask(server.uri())).isEqualTo(malformed(Rejection.REDIRECT));
      assertThat(server.requests()).singleElement().asString().contains("auth-token: s3cret");
      assertThat(other.connections()).isZero();
    }
  }

  @Test
  void aStatusDoesNotWaitForABodyThatNobodyReads() throws Exception {
    try (MisbehavingServer server =
        MisbehavingServer.that(
            with -> {
              with.request();
              with.say("HTTP/1.1 429 Slow down\r\nRetry-After: 9\r\nContent-Length: 5\r\n\r\n");
              with.fallSilent();
            })) {
      assertThat(Clients.ask(server.uri())).isEqualTo(limitedFor(9));
      assertThat(server.sawHangUp()).isTrue();
    }
  }

  @Test
  void anErrorWithStatusTwoHundredIsLeftToTheFeed() throws IOException {
    try (MisbehavingServer server = MisbehavingServer.saying(Replies.ok(ERROR))) {
      assertThat(Clients.ask(server.uri())).isInstanceOf(JsonBody.Body.class);
    }
  }
}
