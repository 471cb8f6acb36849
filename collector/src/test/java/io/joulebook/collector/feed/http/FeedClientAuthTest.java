package io.joulebook.collector.feed.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.joulebook.collector.feed.FetchOutcome;
import io.joulebook.collector.feed.Rejection;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class FeedClientAuthTest {
  private static final String KEY = "s3cret";

  @Test
  void aRevokedKeyIsSaidToBeOneAndSentOnceOnly() throws IOException {
    try (MisbehavingServer server =
        MisbehavingServer.saying(Replies.status("401 No", "", "{\"error\": \"revoked\"}"))) {
      assertThat(Clients.ask(server.uri())).isEqualTo(Clients.none(new FetchOutcome.AuthFailed()));
      assertThat(server.requests()).singleElement().asString().contains("auth-token: " + KEY);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"s3cret\n", "s3cret\r\nHost: other", "s3\u0000cret", "s3cret\u20ac"})
  void aKeyThatNoHeaderMayHaveIsSentNowhereAndSaidNowhere(String key) throws IOException {
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    PrintStream out = System.out;
    PrintStream err = System.err;
    System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
    System.setErr(System.out);
    try (MisbehavingServer server = MisbehavingServer.saying(Replies.GOOD);
        FeedClient client = Clients.patient()) {
      JsonBody answer = client.get(server.uri(), Map.of("auth-token", key));

      assertThat(answer).isEqualTo(Clients.UNREACHABLE);
      assertThat(answer.toString()).doesNotContain("cret");
      assertThat(server.requests()).isEmpty();
      assertThat(printed.toString(StandardCharsets.UTF_8)).isEmpty();
    } finally {
      System.setOut(out);
      System.setErr(err);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"Host", "Content-Length", "Connection", "", "a b", "a:b"})
  void aHeaderThatMayNotBeSetIsNoAnswer(String name) throws IOException {
    try (MisbehavingServer server = MisbehavingServer.saying(Replies.GOOD);
        FeedClient client = Clients.patient()) {
      assertThat(client.get(server.uri(), Map.of(name, KEY))).isEqualTo(Clients.UNREACHABLE);
      assertThat(server.requests()).isEmpty();
    }
  }

  @Test
  void aKeyReadFromAFileLosesItsLineEndAndKeepsNoOther(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("key");
    Files.writeString(file, KEY + "\r\n");
    assertThat(Secret.read(file).reveal()).isEqualTo(KEY);
    Files.writeString(file, KEY + "\nmore\n");
    assertThatThrownBy(() -> Secret.read(file))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContaining("one line")
        .hasStackTraceContaining("Secret")
        .message()
        .doesNotContain(KEY);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/dev/zero", "/"})
  @EnabledOnOs(OS.LINUX)
  void aKeyIsReadFromNothingButAFile(String path) {
    assertThatThrownBy(() -> Secret.read(Path.of(path)))
        .isInstanceOf(IOException.class)
        .hasMessage(path + " is not a file");
  }

  @Test
  void ofALargeFileOnlyTheBeginIsRead(@TempDir Path folder) throws IOException {
    Path file = Files.write(folder.resolve("key"), new byte[1 << 20]);
    assertThatThrownBy(() -> Secret.read(file))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("this one has 16384");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " \n", "my k3y\u00e9", "k3y\nX-Other: 1", "k3y\tk3y"})
  void aSecretThatCannotBeOneIsRefusedWithoutBeingShown(String text) {
    assertThatThrownBy(() -> Secret.of(text))
        .isInstanceOf(IllegalArgumentException.class)
        .message()
        .doesNotContain("k3y");
    assertThat(Secret.of(KEY)).hasToString("(secret)");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://feed.example/",
        "http://127.0.0.1.feed.example/",
        "http://localhost.feed.example/",
        "https://other.example/",
        "https://feed.example.other.example/",
        "https://feed.example./",
        "https://user:s3cret@feed.example/",
        "https://@feed.example/",
        "https://feed_example/",
        "https:///path",
        "https:feed.example",
        "//feed.example/",
        "ftp://127.0.0.1/",
        "file:///etc/passwd",
        "http://127.0.0.2/",
        "http://[::1%25lo]/",
        "http://2130706433/"
      })
  void anAddressThatMayNotBeAskedIsRefused(String address) {
    assertThat(Clients.ask(URI.create(address))).isEqualTo(Clients.malformed(Rejection.ADDRESS));
  }

  @ParameterizedTest
  @ValueSource(strings = {"https://feed.example/", "HTTPS://Feed.Example:8443/", "http://[::1]/"})
  void anAddressThatMayBeAskedIsAllowed(String address) {
    assertThat(Clients.HOSTS.allow(URI.create(address))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "127.255.0.9", "localhost", "[::1]"})
  void thisMachineIsKnownByItsName(String host) {
    assertThat(AllowedHosts.isLoopback(host)).isTrue();
    assertThat(AllowedHosts.isLoopback(host + ".example")).isFalse();
    assertThat(AllowedHosts.isLoopback("127.0.0.256")).isFalse();
    assertThat(AllowedHosts.isLoopback("127.1")).isFalse();
  }
}
