package io.joulebook.collector.feed.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.joulebook.collector.feed.http.MisbehavingServer.Manners;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ProxySelector;
import java.net.ServerSocket;
import java.net.SocketException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class FeedClientNetworkTest {
  private static final Map<String, String> TOKEN = Map.of("auth-token", "s3cret");

  /** Loads what a first request loads, so that short deadlines are those of the server. */
  @BeforeAll
  static void warmUp() throws IOException {
    try (MisbehavingServer server = MisbehavingServer.saying(Replies.GOOD)) {
      assertThat(Clients.ask(server.uri())).isInstanceOf(JsonBody.Body.class);
    }
  }

  static Stream<Arguments> slowness() {
    String whole = Replies.ok("[" + "1,".repeat(10_000) + "1]");
    return Stream.of(
        slow("accepts and says nothing", with -> with.fallSilent()),
        slow("reads and says nothing", with -> read(with).fallSilent()),
        slow("drips the head", with -> read(with).drip(whole)),
        slow("drips headers", with -> dripHeaders(read(with))),
        slow("drips the body", with -> dripBody(read(with), whole)),
        slow("drips a body without end", with -> dripWithoutEnd(read(with))),
        slow("stops in the body", with -> stop(read(with), whole)));
  }

  private static Arguments slow(String name, Manners manners) {
    return arguments(name, manners);
  }

  private static MisbehavingServer.Conversation read(MisbehavingServer.Conversation with)
      throws IOException {
    with.request();
    return with;
  }

  private static void dripHeaders(MisbehavingServer.Conversation with) throws IOException {
    with.say("HTTP/1.1 200 OK\r\n");
    with.drip("X-Padding: x\r\n".repeat(10_000));
  }

  private static void dripBody(MisbehavingServer.Conversation with, String whole)
      throws IOException {
    int body = whole.indexOf('[');
    with.say(whole.substring(0, body));
    with.drip(whole.substring(body));
  }

  private static void dripWithoutEnd(MisbehavingServer.Conversation with) throws IOException {
    with.say(Replies.head());
    with.drip(" ".repeat(100_000));
  }

  private static void stop(MisbehavingServer.Conversation with, String whole) throws IOException {
    with.say(whole.substring(0, whole.length() / 2));
    with.fallSilent();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("slowness")
  void aSlowServerIsHungUpOnAtTheDeadline(String what, Manners manners) throws Exception {
    try (MisbehavingServer server = MisbehavingServer.that(manners);
        FeedClient client = Clients.impatient()) {
      assertThat(client.get(server.uri(), TOKEN)).as(what).isEqualTo(Clients.UNREACHABLE);
      assertThat(server.sawHangUp()).isTrue();
    }
  }

  static Stream<Arguments> breaks() {
    return Stream.of(
        slow("closes at once", with -> {}),
        slow("closes after the request", with -> read(with)),
        slow("resets at once", with -> with.reset()),
        slow("resets after the head", with -> say(read(with), Replies.head()).reset()),
        slow("resets in the body", with -> say(read(with), Replies.head() + "[1,").reset()),
        slow("speaks no HTTP", with -> say(read(with), "SSH-2.0-x\r\n\r\n")),
        slow("has a status of letters", with -> say(read(with), "HTTP/1.1 abc OK\r\n\r\n")),
        slow("says only line ends", with -> say(read(with), "\r\n\r\n\r\n")));
  }

  private static MisbehavingServer.Conversation say(
      MisbehavingServer.Conversation with, String text) throws IOException {
    with.say(text);
    return with;
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("breaks")
  void aConnectionThatBreaksIsNoAnswer(String what, Manners manners) throws IOException {
    try (MisbehavingServer server = MisbehavingServer.that(manners)) {
      assertThat(Clients.ask(server.uri())).as(what).isEqualTo(Clients.UNREACHABLE);
    }
  }

  @Test
  void aPortThatRefusesIsNoAnswer() throws IOException {
    int port;
    try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = closed.getLocalPort();
    }
    assertThat(Clients.ask(URI.create("http://127.0.0.1:" + port + "/")))
        .isEqualTo(Clients.UNREACHABLE);
  }

  @Test
  void aNameThatDoesNotResolveIsNoAnswer() {
    try (FeedClient client = Clients.impatient()) {
      assertThat(client.get(URI.create("https://no.such.host.invalid/"), TOKEN))
          .isEqualTo(Clients.UNREACHABLE);
    }
  }

  @Test
  void aConnectionIsUsedAgainAndReplacedWhenItWasClosed() throws IOException {
    try (MisbehavingServer server =
            MisbehavingServer.that(
                with -> {
                  for (int i = 0; i < 2; i++) {
                    read(with).say(Replies.GOOD);
                  }
                });
        FeedClient client = Clients.patient()) {
      for (int i = 0; i < 6; i++) {
        assertThat(client.get(server.uri(), TOKEN)).isInstanceOf(JsonBody.Body.class);
      }
      assertThat(server.connections()).isEqualTo(3);
      assertThat(server.requests()).hasSize(6);
    }
  }

  @Test
  void afterAConnectionThatWasHungUpOnTheNextIsNew() throws Exception {
    try (MisbehavingServer server =
            MisbehavingServer.that(
                with -> {
                  if (with.number() == 1) {
                    read(with).fallSilent();
                  }
                  read(with).say(Replies.GOOD);
                });
        FeedClient client = Clients.impatient()) {
      assertThat(client.get(server.uri(), TOKEN)).isEqualTo(Clients.UNREACHABLE);
      assertThat(client.get(server.uri(), TOKEN)).isInstanceOf(JsonBody.Body.class);
    }
  }

  @Test
  void aHostWithNothingButIpv6IsAsked() throws IOException {
    byte[] one = new byte[16];
    one[15] = 1;
    try (MisbehavingServer server =
        MisbehavingServer.on(InetAddress.getByAddress(one), with -> read(with).say(Replies.GOOD))) {
      assertThat(Clients.ask(server.uri("[::1]"))).isInstanceOf(JsonBody.Body.class);
    } catch (SocketException e) {
      System.out.println("Skipped: this machine has no ::1 (" + e.getMessage() + ")");
      assumeTrue(false, "this machine has no ::1");
    }
  }

  @Test
  void aProxyThatWantsAPasswordIsInTheWayAndDoesNotSeeTheKey() throws IOException {
    String reply = Replies.status("407 Who?", "Proxy-Authenticate: Basic realm=\"x\"", "");
    try (MisbehavingServer proxy = MisbehavingServer.saying(reply);
        FeedClient client =
            Clients.through(ProxySelector.of(proxy.address()), Duration.ofMinutes(5))) {
      assertThat(client.get(URI.create("https://feed.example/?key=in-query"), TOKEN))
          .isEqualTo(Clients.UNREACHABLE);
      assertThat(proxy.requests())
          .singleElement()
          .asString()
          .startsWith("CONNECT feed.example:443 ")
          .doesNotContain("s3cret")
          .doesNotContain("in-query");
    }
  }
}
