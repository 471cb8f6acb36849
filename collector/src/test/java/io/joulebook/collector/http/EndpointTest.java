package io.joulebook.collector.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.joulebook.collector.Glob;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class EndpointTest {
  private static final InetSocketAddress ANY_PORT =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  private static final Duration LONG = Duration.ofMinutes(5);
  private static final Duration SHORT = Duration.ofMillis(50);
  private static final long MUCH = 1L << 30;
  private static final Limits PATIENT = new Limits(8, LONG, LONG, LONG, MUCH);
  private static final String GET = "GET /page HTTP/1.1\r\nHost: localhost\r\n\r\n";
  private static final String LAST =
      "GET /page HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";

  private final List<String> said = new CopyOnWriteArrayList<>();
  private Endpoint endpoint;

  @BeforeEach
  void open() throws EndpointException {
    open(PATIENT);
  }

  private void open(Limits limits) throws EndpointException {
    close();
    endpoint = Endpoint.open(EndpointSettings.open(ANY_PORT), EndpointTest::page, limits);
  }

  @AfterEach
  void close() {
    if (endpoint != null) {
      endpoint.close();
    }
  }

  private static Optional<Response> page(Request request) {
    return Optional.of(
        switch (request.path()) {
          case "/fails" -> throw new IllegalStateException("the page is broken");
          case "/overflows" -> throw new StackOverflowError();
          case "/exhausts" -> throw new OutOfMemoryError("the host's heap is full");
          case "/large" -> Response.text("200 OK", "x".repeat(50_000_000));
          default -> Response.text("200 OK", request.method() + " " + request.path());
        });
  }

  private RawClient client() throws IOException {
    return new RawClient(endpoint.address());
  }

  @Test
  void answersARequest() throws IOException {
    try (RawClient client = client()) {
      assertThat(client.send(LAST).readToEnd())
          .startsWith("HTTP/1.1 200 OK\r\n")
          .contains("Content-Type: text/plain; charset=utf-8\r\n")
          .contains("Content-Length: 10\r\n")
          .contains("Connection: close\r\n")
          .containsPattern("Date: \\w{3}, \\d{2} \\w{3} \\d{4} [\\d:]{8} GMT\r\n")
          .endsWith("\r\n\r\nGET /page\n");
    }
  }

  @Test
  void theDateHasTwoDigitsForTheDay() {
    assertThat(Response.date(Instant.parse("1994-11-06T08:49:37Z")))
        .isEqualTo("Sun, 06 Nov 1994 08:49:37 GMT");
    assertThat(Response.date(Instant.parse("1994-11-16T08:49:37Z")))
        .isEqualTo("Wed, 16 Nov 1994 08:49:37 GMT");
  }

  @Test
  void answersHeadWithoutTheBody() throws IOException {
    try (RawClient client = client()) {
      assertThat(client.send(LAST.replace("GET", "HEAD")).readToEnd())
          .contains("Content-Length: 11\r\n")
          .endsWith("\r\n\r\n");
    }
  }

  @Test
  void aConnectionServesOneRequestAfterAnother() throws IOException {
    try (RawClient client = client()) {
      for (int i = 0; i < 3; i++) {
        assertThat(client.send(GET).readTo("GET /page\n")).contains("keep-alive");
      }
    }
  }

  @Test
  void requestsSentTogetherAreAnsweredInTurn() throws IOException {
    try (RawClient client = client()) {
      String both = client.send(GET.replace("page", "first") + LAST).readToEnd();
      assertThat(both).containsSubsequence("GET /first\n", "HTTP/1.1 200 OK", "GET /page\n");
    }
  }

  @Test
  void aRequestMayDripIn() throws IOException {
    try (RawClient client = client()) {
      for (int i = 0; i < LAST.length(); i++) {
        client.send(LAST.substring(i, i + 1));
      }
      assertThat(client.readToEnd()).endsWith("GET /page\n");
    }
  }

  @Test
  void clientsThatDripOrDoNotReadHoldUpNobody() throws IOException {
    try (RawClient dripping = client();
        RawClient notReading = client();
        RawClient silent = client();
        RawClient client = client()) {
      dripping.send("GET /pa");
      notReading.send("GET /large HTTP/1.1\r\nHost: localhost\r\n\r\n");
      assertThat(client.send(LAST).readToEnd()).endsWith("GET /page\n");
      assertThat(silent.send(LAST).readToEnd()).endsWith("GET /page\n");
    }
  }

  @Test
  void aLargeAnswerArrivesWhole() throws IOException {
    try (RawClient client = client()) {
      assertThat(client.send(LAST.replace("page", "large")).readToEnd().length())
          .isGreaterThan(50_000_000);
    }
  }

  @Test
  void aRequestThatDoesNotEndInTimeIsGivenUp() throws IOException {
    open(new Limits(8, LONG, SHORT, LONG, MUCH));
    try (RawClient client = client()) {
      assertThat(client.send("GET /pa").readToEnd()).isEmpty();
    }
  }

  @Test
  void anIdleConnectionIsClosed() throws IOException {
    open(new Limits(8, SHORT, LONG, LONG, MUCH));
    try (RawClient client = client()) {
      assertThat(client.readToEnd()).isEmpty();
    }
  }

  @Test
  void anAnswerThatIsNotReadIsGivenUp() throws IOException {
    open(new Limits(8, LONG, LONG, SHORT, MUCH));
    try (RawClient other = client();
        RawClient client = client()) {
      client.send("GET /large HTTP/1.1\r\nHost: localhost\r\n\r\n").readTo("HTTP/1.1 200");
      assertThatThrownBy(
              () -> {
                while (true) {
                  client.send(" ".repeat(100_000));
                }
              })
          .isInstanceOf(IOException.class);
      assertThat(other.send(LAST).readToEnd()).endsWith("GET /page\n");
    }
  }

  @Test
  void whoReadsForTheLongestMakesPlaceInTheHostsHeap() throws IOException {
    open(new Limits(8, LONG, LONG, LONG, 60_000_000));
    String large = "GET /large HTTP/1.0\r\n\r\n";
    try (RawClient first = client();
        RawClient second = client()) {
      first.send(large).readTo("HTTP/1.1 200");
      second.send(large).readTo("HTTP/1.1 200");
      assertThat(readable(first)).isLessThan(50_000_000);
      assertThat(readable(second)).isGreaterThan(50_000_000);
    }
  }

  private static int readable(RawClient client) {
    try {
      return client.readToEnd().length();
    } catch (IOException reset) {
      return 0;
    }
  }

  @Test
  void oneConnectionTooManyClosesTheOneThatWasOfUseForTheShortestTime() throws IOException {
    List<RawClient> clients = new ArrayList<>();
    for (int i = 0; i < PATIENT.connections(); i++) {
      clients.add(client());
      clients.get(i).send(GET).readTo("GET /page\n");
    }
    for (RawClient scraper : clients.subList(0, PATIENT.connections() - 1)) {
      scraper.send(GET).readTo("GET /page\n");
    }
    try (RawClient last = client()) {
      assertThat(last.send(LAST).readToEnd()).endsWith("GET /page\n");
      assertThat(clients.get(PATIENT.connections() - 1).readToEnd()).isEmpty();
      clients.get(0).send(GET).readTo("GET /page\n");
    }
    for (RawClient client : clients) {
      client.close();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "GET /pa", GET, "GET /page HTTP/1.1\r\nHost: foreign.example\r\n\r\n"})
  void aFloodOfConnectionsLeavesAScraperItsOwn(String each) throws IOException {
    try (RawClient scraper = client()) {
      scraper.send(GET).readTo("GET /page\n");
      scraper.send(GET).readTo("GET /page\n");
      List<RawClient> flood = new ArrayList<>();
      for (int i = 0; i < 20 * PATIENT.connections(); i++) {
        flood.add(client().send(each));
        if (i % PATIENT.connections() == 0) {
          scraper.send(GET).readTo("GET /page\n");
        }
      }
      for (RawClient client : flood) {
        client.close();
      }
    }
  }

  @Test
  void oneWhoConnectsHasTimeToAskThoughAllOthersWereOfUse() throws IOException {
    List<RawClient> others = ofUse(PATIENT.connections());
    try (RawClient scraper = client()) {
      for (int i = 1; i < PATIENT.connections() / 2; i++) {
        others.add(client());
      }
      areAccepted(others.get(0));
      assertThat(scraper.send(LAST).readToEnd()).endsWith("GET /page\n");
    }
    for (RawClient other : others) {
      other.close();
    }
  }

  @Test
  void aFloodFromOneAddressCostsNoOtherAddressItsConnection() throws IOException {
    List<RawClient> others = ofUse(PATIENT.connections());
    try (RawClient scraper = client()) {
      for (int i = 0; i < 3 * PATIENT.connections(); i++) {
        others.add(new RawClient(endpoint.address(), "127.0.0.2"));
      }
      areAccepted(others.get(0));
      assertThat(scraper.send(LAST).readToEnd()).endsWith("GET /page\n");
    }
    for (RawClient other : others) {
      other.close();
    }
  }

  /** The first has been of use for the longest: it was asked first, and last. */
  private List<RawClient> ofUse(int count) throws IOException {
    List<RawClient> clients = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      clients.add(client());
      clients.get(i).send(GET).readTo("GET /page\n");
    }
    for (RawClient client : clients) {
      client.send(GET).readTo("GET /page\n");
    }
    clients.get(0).send(GET).readTo("GET /page\n");
    return clients;
  }

  /** Waits until those who have connected so far are accepted, one in each turn. */
  private static void areAccepted(RawClient ofUse) throws IOException {
    for (int i = 0; i < 4 * PATIENT.connections(); i++) {
      ofUse.send(GET).readTo("GET /page\n");
    }
  }

  /** Its requests may be answered in one go, if its thread is faster than the endpoint's. */
  @Test
  void aScraperInAHurryIsLeftItsConnectionToo() throws IOException {
    try (RawClient scraper = client()) {
      scraper.send(GET + GET).readTo("GET /page\n");
      scraper.readTo("GET /page\n");
      List<RawClient> others = new ArrayList<>();
      for (int i = 0; i < PATIENT.connections(); i++) {
        others.add(client().send(GET));
        others.get(i).readTo("GET /page\n");
      }
      scraper.send(GET).readTo("GET /page\n");
      for (RawClient other : others) {
        other.close();
      }
    }
  }

  @Test
  void manyRequestsSentTogetherAreAnsweredOnAnyStack() throws IOException {
    String each = "G / HTTP/1.1\r\nhost:\r\n\r\n";
    try (RawClient client = client()) {
      client.send(each.repeat(3_000) + LAST);
      assertThat(client.readToEnd().split("HTTP/1.1 200 OK", -1)).hasSize(3_002);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"overflows", "exhausts"})
  void anErrorOfTheJvmIsOneFailedAnswer(String page) throws IOException {
    try (RawClient client = client()) {
      assertThat(client.send(GET.replace("page", page)).readTo("\r\n\r\n"))
          .startsWith("HTTP/1.1 500 ");
    }
    try (RawClient client = client()) {
      assertThat(client.send(LAST).readToEnd()).endsWith("GET /page\n");
    }
  }

  @Test
  void oneConnectionThatNeverStopsAskingHoldsUpNobody() throws Exception {
    Thread flood =
        new Thread(
            () -> {
              try (RawClient greedy = client()) {
                for (int i = 0; i < 200; i++) {
                  greedy.send(GET.repeat(100));
                }
              } catch (IOException closed) {
                return;
              }
            });
    flood.start();
    for (int i = 0; i < 20; i++) {
      try (RawClient client = client()) {
        assertThat(client.send(LAST).readToEnd()).endsWith("GET /page\n");
      }
    }
    endpoint.close();
    flood.join();
  }

  @ParameterizedTest
  @CsvSource({
    "localhost, 200",
    "127.0.0.1:9487, 200",
    "127.9.8.7, 200",
    "[::1]:9487, 200",
    "[0:0:0:0:0:0:0:1], 200",
    "LOCALHOST., 200",
    "a.localhost, 200",
    "known.example, 200",
    "attacker.example, 421",
    "attacker.example:80, 421",
    "app, 421",
    "10.0.0.1, 421",
    "127.0.0.1.attacker.example, 421",
    "localhost.attacker.example, 421",
    "[fe80::1], 421",
    "0.0.0.0, 421",
    "a b, 400",
    "localhost/x, 400",
    "user@localhost, 400"
  })
  void onLoopbackOnlyThisMachinesNamesAreServed(String host, int status) throws IOException {
    close();
    endpoint =
        Endpoint.open(
            new EndpointSettings(
                ANY_PORT,
                List.of(Glob.of("known.example")),
                Optional.empty(),
                Optional.empty(),
                said::add),
            EndpointTest::page,
            PATIENT);
    try (RawClient client = client()) {
      assertThat(client.send(LAST.replace("localhost", host)).readToEnd())
          .startsWith("HTTP/1.1 " + status + " ");
    }
    assertThat(said).hasSize(status == 421 ? 1 : 0);
  }

  @Test
  void theAuthorityOfAnAbsoluteTargetIsWhatIsAskedFor() throws IOException {
    try (RawClient client = client()) {
      assertThat(client.send(LAST.replace("/page", "http://attacker.example/page")).readToEnd())
          .startsWith("HTTP/1.1 421 ");
    }
  }

  @Test
  void aClientOfHttp10NeedsNoHost() throws IOException {
    try (RawClient client = client()) {
      assertThat(client.send("GET /page HTTP/1.0\r\n\r\n").readToEnd()).contains(" 200 OK");
    }
  }

  @Test
  void whatIsNotHttpIsRefusedAndTheConnectionClosed() throws IOException {
    try (RawClient client = client()) {
      assertThat(client.send("\u0016\u0003\u0001 hello\r\n\r\n").readToEnd())
          .startsWith("HTTP/1.1 400 Bad Request\r\n");
    }
  }

  @Test
  void aRequestThatIsTooLongIsRefused() throws IOException {
    try (RawClient client = client()) {
      client.send("GET / HTTP/1.1\r\nX: " + "x".repeat(10_000));
      assertThat(client.readToEnd()).startsWith("HTTP/1.1 431 ");
    }
  }

  @Test
  void aRequestWithABodyIsAnsweredAndItsConnectionClosed() throws IOException {
    try (RawClient client = client()) {
      client.send("POST /page HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5000000\r\n\r\n");
      client.send("x".repeat(5_000_000));
      assertThat(client.readToEnd()).endsWith("POST /page\n");
    }
  }

  @Test
  void aPageThatFailsIsOneFailedAnswer() throws IOException {
    try (RawClient client = client()) {
      assertThat(client.send(GET.replace("page", "fails")).readTo("broken\n"))
          .startsWith("HTTP/1.1 500 ");
      assertThat(client.send(LAST).readToEnd()).endsWith("GET /page\n");
    }
  }

  @Test
  void aClientThatResetsIsForgotten() throws IOException {
    for (int i = 0; i < 2 * PATIENT.connections(); i++) {
      try (Socket rude = new Socket()) {
        rude.setSoLinger(true, 0);
        rude.connect(endpoint.address());
        rude.getOutputStream().write('G');
      }
    }
    try (RawClient client = client()) {
      assertThat(client.send(LAST).readToEnd()).endsWith("GET /page\n");
    }
  }

  @Test
  void oneDaemonThreadServesAll() {
    assertThat(Thread.getAllStackTraces().keySet())
        .filteredOn(thread -> thread.getName().equals("joulebook-http"))
        .hasSize(1)
        .allMatch(Thread::isDaemon);
  }

  @Test
  void closingFreesTheAddressAndEndsTheThread() throws IOException {
    InetSocketAddress address = endpoint.address();
    try (RawClient open = client()) {
      open.send(GET).readTo("GET /page\n");
      endpoint.close();
      assertThat(open.readToEnd()).isEmpty();
    }
    try (ServerSocket taken = new ServerSocket()) {
      taken.setReuseAddress(true);
      taken.bind(address);
    }
    assertThat(Thread.getAllStackTraces().keySet())
        .noneMatch(thread -> thread.getName().equals("joulebook-http"));
  }

  @Test
  void bindsTheAddressGivenAndNoOther() {
    assertThat(endpoint.address().getAddress()).isEqualTo(ANY_PORT.getAddress());
    assertThat(endpoint.address().getPort()).isPositive();
  }

  @Test
  void anAddressInUseIsNamedWithWhatToDo() {
    assertThatThrownBy(
            () -> Endpoint.open(EndpointSettings.open(endpoint.address()), EndpointTest::page))
        .isInstanceOf(EndpointException.class)
        .hasMessageStartingWith("cannot serve metrics on")
        .hasMessageContaining(":" + endpoint.address().getPort() + " ")
        .hasMessageContaining("in use")
        .hasMessageContaining("metrics.address")
        .hasMessageContaining("127.0.0.1:0")
        .hasMessageContaining("off");
  }

  @Test
  void aHostThatDoesNotResolveIsNamed() {
    InetSocketAddress nowhere = InetSocketAddress.createUnresolved("no.such.host.invalid", 9487);

    assertThatThrownBy(() -> Endpoint.open(EndpointSettings.open(nowhere), EndpointTest::page))
        .isInstanceOf(EndpointException.class)
        .hasMessageContaining("no.such.host.invalid");
  }
}
