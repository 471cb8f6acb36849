package io.joulebook.agent.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebConfigFileTest {
  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "SEKRET",
        "- SEKRET",
        "basic_auth_users: SEKRET",
        "basic_auth_users: {}",
        "basic_auth_users: {prometheus: SEKRET}",
        "basic_auth_users: {prometheus: %SEKRET}",
        "basic_auth_users: {prometheus: {SEKRET: x}}",
        "basic_auth_users: {prometheus: [SEKRET]}",
        "basic_auth_users: {SEKRET: }",
        "basic_auth_users: {SEKRET: plain}",
        "basic_auth_users:\n  prometheus: $2y$31$SEKRETSEKRETSEKRETSEKRETSEKRETSEKRETSEKRETSEKRETSEKRE",
        "basic_auth_users:\n  prometheus: $2y$10$SEKRET",
        "basic_auth_users:\n\tprometheus: SEKRET",
        "basic_auth_users:\n  prometheus: 'SEKRET",
        "basic_auth_users:\n  prometheus: SEKRET: x",
        "basic_auth_users: {prometheus: SEKRET, prometheus: SEKRET}",
        "basic_auth_userz: {prometheus: SEKRET}",
        "SEKRET: x",
        "tls_server_config: SEKRET",
        "tls_server_config: {cert_file: a}",
        "tls_server_config: {cert_file: a, key_file: b, key: SEKRET}",
        "tls_server_config: {cert_file: a, key_file: b, SEKRET: x}",
        "tls_server_config: {cert_file: a, key_file: b, client_auth_type: SEKRET}",
        "tls_server_config: {cert_file: a, key_file: b, client_ca_file: c}",
        "tls_server_config: {cert_file: a, key_file: b, client_auth_type: RequireAndVerifyClientCert}",
        "tls_server_config: {cert_file: a, key_file: b, min_version: TLS10}",
        "tls_server_config: {cert_file: a, key_file: b, min_version: TLS13, max_version: TLS12}",
        "tls_server_config: {cert_file: a, key_file: b, cipher_suites: [SEKRET]}",
        "tls_server_config: {cert_file: server.crt, key_file: SEKRET}",
        "tls_server_config: {cert_file: server.crt, key_file: SEKRET/SEKR+ET/A=}",
        "tls_server_config: {cert_file: \"SEKRET\\0\", key_file: b.key}",
        "tls_server_config:\n  cert_file: a.crt\n  key_file: |\n    -----BEGIN SEKRET-----\n    SE/KR",
        "http_server_config: {http2: true}",
        "http_server_config: {headers: {X: SEKRET}}",
        "rate_limit: {interval: 1s}"
      })
  void aWebConfigurationThatIsNotRightIsRefusedWithoutIt(String yaml) throws IOException {
    Path file = Files.writeString(folder.resolve("web.yml"), yaml);

    Throwable refused = catchThrowable(() -> new WebConfigFile(file).read());

    assertThat(refused).isInstanceOf(IOException.class).hasMessageContaining(file.toString());
    StringWriter trace = new StringWriter();
    refused.printStackTrace(new PrintWriter(trace));
    assertThat(trace.toString()).doesNotContain("SEKR");
  }

  @Test
  void aFileThatCannotBeReadSaysWhy() throws IOException {
    Path large = Files.write(folder.resolve("large.yml"), new byte[(1 << 20) + 1]);

    assertThat(catchThrowable(() -> new WebConfigFile(large).read()))
        .hasMessage("metrics.web-config " + large + " is larger than 1 MiB");
    assertThat(catchThrowable(() -> new WebConfigFile(folder).read()))
        .hasMessage("metrics.web-config " + folder + " is not a file");
    assertThat(catchThrowable(() -> new WebConfigFile(folder.resolve("absent.yml")).read()))
        .hasMessageEndingWith("absent.yml does not exist");
    assertThat(catchThrowable(() -> new WebConfigFile(large.resolve("below.yml")).read()))
        .hasMessageStartingWith("metrics.web-config")
        .hasMessageEndingWith("cannot be read");
  }

  @Test
  void aFieldThatIsNotSupportedIsNamedWithItsLine() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("web.yml"),
            "tls_server_config:\n  cert_file: a\n  key_file: b\n  cipher_suites: [x]\n");

    assertThat(catchThrowable(() -> new WebConfigFile(file).read()))
        .hasMessageContaining(", line 4, column 3: cipher_suites is not supported here");
  }

  @Test
  void aWebConfigurationThatIsRightIsRead() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("web.yml"),
            """
            tls_server_config: {cert_file: server.crt, key_file: /etc/server.key, min_version: TLS13}
            basic_auth_users:
              prometheus: $2y$10$X0h1gDsPszWURQaxFh.zoubFi6DXncSjhoQNJgRrnGs7EsimhC7zG
            http_server_config: {http2: false}
            """);

    assertThat(new WebConfigFile(file).read())
        .satisfies(
            config -> {
              assertThat(config.users()).containsOnlyKeys("prometheus");
              assertThat(config.tls().orElseThrow().certificate())
                  .isEqualTo(folder.resolve("server.crt"));
              assertThat(config.tls().orElseThrow().key()).isEqualTo(Path.of("/etc/server.key"));
              assertThat(config.tls().orElseThrow().protocols()).containsExactly("TLSv1.3");
            });
  }
}
