package io.joulebook.collector.feed.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class FeedClientTlsTest {
  private static TestKeys keys;

  @BeforeAll
  static void make(@TempDir Path folder) throws IOException, GeneralSecurityException {
    keys = TestKeys.in(folder);
  }

  private static MisbehavingServer server(ServerSocket socket) {
    return MisbehavingServer.over(
        socket,
        with -> {
          with.request();
          with.say(Replies.GOOD);
        });
  }

  private static JsonBody ask(MisbehavingServer server) throws Exception {
    try (FeedClient client = Clients.trusting(keys.trust())) {
      return client.get(server.uri(), Map.of("auth-token", "s3cret"));
    }
  }

  @Test
  void aHostThatProvesWhoItIsIsAsked() throws Exception {
    try (MisbehavingServer server = server(keys.socket(TestKeys.GOOD))) {
      assertThat(ask(server)).isInstanceOf(JsonBody.Body.class);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {TestKeys.EXPIRED, TestKeys.OTHER_HOST})
  void aHostThatDoesNotIsToldNothing(String alias) throws Exception {
    try (MisbehavingServer server = server(keys.socket(alias))) {
      assertThat(ask(server)).isEqualTo(Clients.UNREACHABLE);
      assertThat(server.requests()).isEmpty();
    }
  }

  @Test
  void anAuthorityThatTheJvmDoesNotTrustProvesNothing() throws Exception {
    try (MisbehavingServer server = server(keys.socket(TestKeys.GOOD))) {
      assertThat(Clients.ask(server.uri())).isEqualTo(Clients.UNREACHABLE);
      assertThat(server.requests()).isEmpty();
    }
  }

  @Test
  void aHostThatDoesNotSpeakTlsIsToldNothing() throws Exception {
    try (MisbehavingServer server = MisbehavingServer.that(with -> with.say(Replies.GOOD))) {
      URI secure = URI.create("https://127.0.0.1:" + server.port());
      assertThat(Clients.ask(secure)).isEqualTo(Clients.UNREACHABLE);
      assertThat(server.requests()).isEmpty();
    }
  }
}
