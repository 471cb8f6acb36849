package io.joulebook.collector.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.joulebook.collector.http.WebConfig.Tls;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mindrot.jbcrypt.BCrypt;

@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ProtectedEndpointTest {
  private static final InetSocketAddress ANY_PORT =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  private static final List<String> ALL = List.of("TLSv1.2", "TLSv1.3");
  private static final Map<String, String> USERS =
      Map.of("prometheus", BCrypt.hashpw("right", BCrypt.gensalt(4)));
  private static final String LAST = "GET /page HTTP/1.0\r\n";

  private static PemFiles files;

  @TempDir static Path folder;

  private final List<String> said = new CopyOnWriteArrayList<>();
  private Endpoint endpoint;

  @BeforeAll
  static void make() throws IOException, GeneralSecurityException {
    files = PemFiles.in(folder);
  }

  @AfterEach
  void close() {
    if (endpoint != null) {
      endpoint.close();
    }
  }

  private void open(WebConfig config) throws EndpointException {
    open(Optional.of(config), Optional.empty());
  }

  private void open(Optional<WebConfig> config, Optional<Path> token) throws EndpointException {
    Optional<WebConfig.File> file = config.map(OneConfig::new);
    endpoint =
        Endpoint.open(
            new EndpointSettings(ANY_PORT, List.of(), file, token, said::add),
            request ->
                Optional.of(
                    Response.text(
                        "200 OK",
                        request.path().equals("/large") ? "x".repeat(3_000_000) : "the page")));
  }

  private record OneConfig(WebConfig config) implements WebConfig.File {
    @Override
    public Path path() {
      return folder.resolve("web.yml");
    }

    @Override
    public WebConfig read() {
      return config;
    }
  }

  private static WebConfig tls(String alias, String type)
      throws IOException, GeneralSecurityException {
    return tls(alias, type, ALL);
  }

  private static WebConfig tls(String alias, String type, List<String> versions)
      throws IOException, GeneralSecurityException {
    return new WebConfig(
        Optional.of(
            new Tls(files.certificate(alias), files.key(alias, type), Optional.empty(), versions)),
        Map.of());
  }

  private HttpResponse<String> get(SSLContext context, String path) throws Exception {
    HttpClient client = HttpClient.newBuilder().sslContext(context).build();
    return client.send(
        HttpRequest.newBuilder(URI.create(endpoint.url()).resolve(path)).build(),
        BodyHandlers.ofString());
  }

  @ParameterizedTest
  @CsvSource({
    "rsa, PRIVATE KEY",
    "rsa, RSA PRIVATE KEY",
    "ec, PRIVATE KEY",
    "ec, EC PRIVATE KEY",
    "ed, PRIVATE KEY"
  })
  void aPageIsServedOverTls(String alias, String type) throws Exception {
    open(tls(alias, type));

    assertThat(endpoint.url()).startsWith("https://");
    assertThat(get(files.client(alias, "other"), "/page").body()).isEqualTo("the page\n");
    assertThat(get(files.client(alias, "other"), "/large").body()).hasSize(3_000_001);
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void eachVersionIsSpoken(String version) throws Exception {
    open(tls("ec", "PRIVATE KEY", List.of(version)));

    assertThat(get(files.client("ec", "other"), "/page").sslSession().orElseThrow().getProtocol())
        .isEqualTo(version);
  }

  @Test
  void aConnectionServesOneRequestAfterAnotherOverTls() throws Exception {
    open(tls("ec", "PRIVATE KEY"));
    HttpClient client = HttpClient.newBuilder().sslContext(files.client("ec", "other")).build();
    for (int i = 0; i < 5; i++) {
      assertThat(
              client
                  .send(
                      HttpRequest.newBuilder(URI.create(endpoint.url())).build(),
                      BodyHandlers.ofString())
                  .statusCode())
          .isEqualTo(200);
    }
  }

  @Test
  void whoSpeaksNoTlsOrStopsHalfwayHoldsUpNobody() throws Exception {
    open(tls("ec", "PRIVATE KEY"));
    try (RawClient plain = new RawClient(endpoint.address());
        RawClient half = new RawClient(endpoint.address())) {
      half.send("\u0016\u0003\u0001\u0002");
      plain.send(LAST + "\r\n");
      assertThat(plain.readToEnd()).doesNotContain("the page");
      assertThat(get(files.client("ec", "other"), "/page").body()).isEqualTo("the page\n");
    }
  }

  @Test
  void aClientWithoutTheRightCertificateIsNotServed() throws Exception {
    open(
        new WebConfig(
            Optional.of(
                new Tls(
                    files.certificate("ec"),
                    files.key("ec", "PRIVATE KEY"),
                    Optional.of(files.certificate("rsa")),
                    ALL)),
            Map.of()));

    assertThat(get(files.client("ec", "rsa"), "/page").body()).isEqualTo("the page\n");
    assertThatThrownBy(() -> get(files.client("ec", "other"), "/page"))
        .isInstanceOf(IOException.class);
  }

  private String answer(String header) throws IOException {
    try (RawClient client = new RawClient(endpoint.address())) {
      return client.send(LAST + header + "\r\n").readToEnd();
    }
  }

  private static String basic(String user, String password) {
    byte[] shown = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
    return "Authorization: Basic " + Base64.getEncoder().encodeToString(shown) + "\r\n";
  }

  @Test
  void onlyAUsersPasswordOpensThePage() throws IOException {
    open(new WebConfig(Optional.empty(), USERS));

    assertThat(answer(basic("prometheus", "right"))).contains("200 OK").contains("the page");
    assertThat(answer(""))
        .contains("401 Unauthorized")
        .contains("WWW-Authenticate: Basic realm=\"Joulebook\"")
        .doesNotContain("the page");
    assertThat(answer(basic("prometheus", "wrong"))).contains(" 401 ");
    assertThat(answer(basic("nobody", "right"))).contains(" 401 ");
    assertThat(answer("Authorization: Basic nonsense!\r\n")).contains(" 401 ");
    assertThat(answer("Authorization: Bearer right\r\n")).contains(" 401 ");
    assertThat(answer(basic("prometheus", "right"))).contains("200 OK");
  }

  @Test
  void aGuessThatIsBeingComparedHoldsUpNoScrape() throws IOException {
    open(new WebConfig(Optional.empty(), USERS));
    assertThat(answer(basic("prometheus", "right"))).contains("200 OK");
    try (RawClient guessing = new RawClient(endpoint.address());
        RawClient more = new RawClient(endpoint.address())) {
      guessing.send(LAST + basic("prometheus", "guess") + "\r\n");
      more.send(LAST + basic("prometheus", "guess again") + "\r\n");
      assertThat(answer(basic("prometheus", "right"))).contains("200 OK");
      assertThat(more.readToEnd()).contains(" 401 ");
    }
  }

  @Test
  void aTokenFileThatBecomesAPipeOrTooLargeHoldsUpNobody() throws Exception {
    Path token = Files.writeString(folder.resolve("first-a-file"), "first");
    long[] now = {0};
    TokenFile file = new TokenFile(token, said::add, () -> now[0]);
    Files.delete(token);
    assertThat(new ProcessBuilder("mkfifo", token.toString()).start().waitFor()).isZero();
    now[0] += 1_000_000_000L;
    assertThat(file.isRight("first")).isTrue();
    Files.delete(token);
    Files.write(token, new byte[(1 << 20) + 1]);
    now[0] += 1_000_000_000L;
    assertThat(file.isRight("first")).isTrue();

    assertThat(said)
        .satisfiesExactly(
            line -> assertThat(line).contains(token + " is not a file: what it said before holds"),
            line -> assertThat(line).contains(token + " is larger than 1 MiB"));
  }

  @Test
  void theBearerTokenOfAFileOpensThePageAndMayChange() throws Exception {
    Path token = Files.writeString(folder.resolve("token"), "first-token\n");
    open(Optional.empty(), Optional.of(token));

    assertThat(answer("Authorization: Bearer first-token\r\n")).contains("200 OK");
    assertThat(answer("authorization: bearer first-token\r\n")).contains("200 OK");
    assertThat(answer("Authorization: Bearer first\r\n"))
        .contains(" 401 ")
        .contains("WWW-Authenticate: Bearer");
    assertThat(answer(basic("prometheus", "right"))).contains(" 401 ");
  }

  @Test
  void whatIsReadAgainAndCannotBeUsedLeavesWhatWasThere() throws Exception {
    Path token = Files.writeString(folder.resolve("token"), "first");
    long[] now = {0};
    TokenFile file = new TokenFile(token, said::add, () -> now[0]);

    Files.writeString(token, "second one");
    assertThat(file.isRight("first")).isTrue();
    now[0] += 2_000_000_000L;
    assertThat(file.isRight("first")).isTrue();
    assertThat(said).singleElement().asString().contains("token", "what it said before holds");
    assertThat(said.get(0)).doesNotContain("second one");
    Files.writeString(token, "a-third");
    now[0] += 2_000_000_000L;
    assertThat(file.isRight("first")).isFalse();
    assertThat(file.isRight("a-third")).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "SEKRET SEKRET", "SEKRET\nSEKRET", "SEKRET%"})
  void aTokenThatIsNoneIsNotUsedNorQuoted(String text) throws IOException {
    Path token = Files.writeString(folder.resolve("bad"), text);

    assertThatThrownBy(() -> open(Optional.empty(), Optional.of(token)))
        .isInstanceOf(EndpointException.class)
        .hasMessageContaining("not served")
        .hasMessageContaining(token.toString())
        .hasMessageNotContaining("SEKRET");
  }

  @ParameterizedTest
  @CsvSource({
    "'', has no private key",
    "'-----BEGIN PRIVATE KEY-----\nSEKRET', line 1",
    "'-----BEGIN PRIVATE KEY-----\nSEKR%T\n-----END PRIVATE KEY-----', line 1",
    "'x\n-----BEGIN PRIVATE KEY-----\nSEKRET\n-----END PRIVATE KEY-----', line 2",
    "'-----BEGIN EC PRIVATE KEY-----\nSEKRETAA\n-----END EC PRIVATE KEY-----', line 1",
    "'-----BEGIN RSA PRIVATE KEY-----\nSEKRETAA\n-----END RSA PRIVATE KEY-----', line 1",
    "'-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nSEKRET', encrypted",
    "'-----BEGIN ENCRYPTED PRIVATE KEY-----\nSEKRETAA\n-----END ENCRYPTED PRIVATE KEY-----', encrypted",
    "'-----BEGIN DSA PRIVATE KEY-----\nSEKRETAA\n-----END DSA PRIVATE KEY-----', another kind"
  })
  void aKeyThatIsNoneIsNamedByFileAndLine(String text, String part) throws Exception {
    Path key = Files.writeString(folder.resolve("bad.key"), text);
    Tls tls = new Tls(files.certificate("ec"), key, Optional.empty(), ALL);

    assertThatThrownBy(() -> open(new WebConfig(Optional.of(tls), Map.of())))
        .isInstanceOf(EndpointException.class)
        .hasMessageContaining(key.toString())
        .hasMessageContaining(part)
        .hasMessageNotContaining("SEKR")
        .rootCause()
        .message()
        .doesNotContain("SEKR");
  }

  @Test
  void aKeyOfAnotherCertificateIsRefused() throws Exception {
    for (String other : List.of("other", "rsa", "ed")) {
      Tls tls =
          new Tls(files.certificate("ec"), files.key(other, "PRIVATE KEY"), Optional.empty(), ALL);
      assertThatThrownBy(() -> open(new WebConfig(Optional.of(tls), Map.of())))
          .hasMessageContaining("is not the key of");
    }
  }

  @Test
  void aFileThatIsNotThereIsNamed() throws Exception {
    Tls tls = new Tls(folder.resolve("none.crt"), folder.resolve("none"), Optional.empty(), ALL);

    assertThatThrownBy(() -> open(new WebConfig(Optional.of(tls), Map.of())))
        .hasMessageContaining("none.crt does not exist");
  }
}
