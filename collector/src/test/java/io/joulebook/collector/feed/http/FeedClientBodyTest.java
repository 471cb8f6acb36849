package io.joulebook.collector.feed.http;

import static io.joulebook.collector.feed.http.Clients.malformed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.joulebook.collector.feed.Rejection;
import io.joulebook.collector.feed.http.MisbehavingServer.Conversation;
import io.joulebook.collector.feed.http.MisbehavingServer.Manners;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.json.JSONObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class FeedClientBodyTest {
  private static final String JSON = "application/json";
  private static final String GOOD = "{\"a\": 1}";
  private static final int MEBIBYTE = 1 << 20;

  @Test
  void aGoodBodyIsParsedAndHashed() throws IOException {
    try (MisbehavingServer server = MisbehavingServer.saying(Replies.GOOD)) {
      assertThat(Clients.ask(server.uri()))
          .isInstanceOfSatisfying(
              JsonBody.Body.class,
              body -> {
                assertThat(((JSONObject) body.json()).getInt("a")).isEqualTo(1);
                // printf '{"a": 1}' | sha256sum
                assertThat(body.sha256())
                    .isEqualTo("f9d86028c6e0d64e225186f96acb69338b2c59764df79162107f5c4bb34d1310");
              });
      assertThat(server.requests())
          .singleElement()
          .asString()
          .startsWith("GET /page?key=in-query HTTP/1.1\r\n")
          .containsIgnoringCase("Accept: application/json\r\n")
          .doesNotContainIgnoringCase("Accept-Encoding");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Sun, 06 Nov 1994 08:49:37 GMT",
        "Fri, 31 Dec 9999 23:59:59 GMT",
        "yesterday",
      })
  void whatTheServerTakesTheTimeForIsNothingToUs(String date) throws IOException {
    String reply = Replies.status("200 OK", "Content-Type: " + JSON + "\r\nDate: " + date, GOOD);
    try (MisbehavingServer server = MisbehavingServer.saying(reply)) {
      assertThat(Clients.ask(server.uri())).isInstanceOf(JsonBody.Body.class);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "application/json; charset=utf-8",
        "Application/JSON",
        "application/vnd.api+json",
        "application/geo+json;profile=x"
      })
  void allThatIsJsonByItsTypeIsTaken(String type) throws IOException {
    try (MisbehavingServer server = MisbehavingServer.saying(Replies.ok(type, GOOD))) {
      assertThat(Clients.ask(server.uri())).isInstanceOf(JsonBody.Body.class);
    }
  }

  static Stream<Arguments> bodies() {
    byte[] marked = "\uFEFF{\"a\": 1}".getBytes(StandardCharsets.UTF_8);
    byte[] wide = GOOD.getBytes(StandardCharsets.UTF_16);
    return Stream.of(
        arguments("empty", Replies.ok(""), Rejection.NOT_JSON),
        arguments("blank", Replies.ok(" \n"), Rejection.NOT_JSON),
        arguments("HTML", Replies.ok("text/html", "<p>Hi"), Rejection.CONTENT_TYPE),
        arguments("HTML called JSON", Replies.ok("<p>Hi"), Rejection.NOT_JSON),
        arguments("JSON called text", Replies.ok("text/json", GOOD), Rejection.CONTENT_TYPE),
        arguments("JSON lines", Replies.ok("application/jsonl", GOOD), Rejection.CONTENT_TYPE),
        arguments("no type", Replies.status("200 OK", "", GOOD), Rejection.CONTENT_TYPE),
        arguments("byte order mark", Replies.ok(JSON, marked), Rejection.NOT_JSON),
        arguments("invalid UTF-8", Replies.ok("{\"a\": \"\u00ff\"}"), Rejection.NOT_JSON),
        arguments("overlong UTF-8", Replies.ok("{\"a\": \"\u00c0\u00af\"}"), Rejection.NOT_JSON),
        arguments("UTF-16", Replies.ok(JSON, wide), Rejection.NOT_JSON),
        arguments("deep lists", Replies.ok("[".repeat(10_000)), Rejection.NOT_JSON),
        arguments("deep objects", Replies.ok("{\"a\":".repeat(10_000)), Rejection.NOT_JSON),
        arguments("same name twice", Replies.ok("{\"a\": 1, \"a\": 2}"), Rejection.NOT_JSON),
        arguments("more after the end", Replies.ok(GOOD + "}"), Rejection.NOT_JSON),
        arguments("not a number", Replies.ok("{\"a\": NaN}"), Rejection.NOT_JSON),
        arguments("a million digits", Replies.ok(digits(1_000_000)), Rejection.NOT_JSON),
        arguments("gzip", zipped(GOOD), Rejection.ENCODING),
        arguments("gzip bomb", zipped(" ".repeat(50 * MEBIBYTE)), Rejection.ENCODING),
        arguments("cut, no length", Replies.head() + "{\"a\": [1, 2", Rejection.NOT_JSON));
  }

  private static String digits(int count) {
    return "{\"a\": " + "1".repeat(count) + "}";
  }

  private static String zipped(String text) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream zip = new GZIPOutputStream(bytes)) {
      zip.write(text.getBytes(StandardCharsets.ISO_8859_1));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Replies.ok(JSON + "\r\nContent-Encoding: gzip", bytes.toByteArray());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("bodies")
  void aBadBodyIsRefused(String what, String reply, Rejection why) throws IOException {
    try (MisbehavingServer server = MisbehavingServer.saying(reply)) {
      assertThat(Clients.ask(server.uri())).as(what).isEqualTo(malformed(why));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Length: 100\r\n\r\n{\"a\": 1}",
        "Transfer-Encoding: chunked\r\n\r\n8\r\n{\"a\": 1}\r\n",
        "Transfer-Encoding: chunked\r\n\r\nnonsense\r\n",
        "Content-Length: minus one\r\n\r\n{\"a\": 1}"
      })
  void aBodyShorterThanItSaysIsNoAnswer(String rest) throws IOException {
    String reply = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n" + rest;
    try (MisbehavingServer server = MisbehavingServer.saying(reply)) {
      assertThat(Clients.ask(server.uri())).isEqualTo(Clients.UNREACHABLE);
    }
  }

  @Test
  void aMebibyteIsTakenAndOneByteMoreIsNot() throws IOException {
    String most = GOOD + " ".repeat(MEBIBYTE - GOOD.length());
    try (MisbehavingServer server = MisbehavingServer.saying(Replies.ok(most))) {
      assertThat(Clients.ask(server.uri())).isInstanceOf(JsonBody.Body.class);
    }
    try (MisbehavingServer server = MisbehavingServer.saying(Replies.ok(most + " "))) {
      assertThat(Clients.ask(server.uri())).isEqualTo(malformed(Rejection.TOO_LARGE));
    }
  }

  @Test
  void ofAHundredMegabytesOneIsReadAndTheConnectionClosed() throws Exception {
    isCutShort(
        with -> {
          with.say(Replies.head("Content-Length: 100000000\r\n"));
          for (int i = 0; i < 100; i++) {
            with.say(" ".repeat(1_000_000));
          }
        });
  }

  @Test
  void anEndlessStreamIsCutShort() throws Exception {
    isCutShort(
        with -> {
          with.say(Replies.head());
          with.sayForEver("[".repeat(1000));
        });
  }

  @Test
  void endlessChunksAreCutShort() throws Exception {
    isCutShort(
        with -> {
          with.say(Replies.head("Transfer-Encoding: chunked\r\n"));
          with.sayForEver("3E8\r\n" + " ".repeat(1000) + "\r\n");
        });
  }

  private static void isCutShort(Manners manners) throws Exception {
    try (MisbehavingServer server = MisbehavingServer.that(with -> after(with, manners))) {
      assertThat(Clients.ask(server.uri())).isEqualTo(malformed(Rejection.TOO_LARGE));
      assertThat(server.sawHangUp()).isTrue();
    }
  }

  private static void after(Conversation with, Manners manners) throws IOException {
    with.request();
    manners.serve(with);
  }
}
