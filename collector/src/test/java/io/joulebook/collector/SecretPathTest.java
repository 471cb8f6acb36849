package io.joulebook.collector;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretPathTest {
  @TempDir Path folder;

  @Test
  void whatLeadsSomewhereIsShown() throws Exception {
    Path file = Files.createFile(folder.resolve("QWxh+ZGRpbg="));

    assertThat(SecretPath.shown(file.toString())).isEqualTo(file.toString());
    assertThat(SecretPath.shown(folder + "/token")).isEqualTo(folder + "/token");
    assertThat(SecretPath.shown("tls.key")).isEqualTo("tls.key");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "QWxhZGRpbg",
        "QWxh/ZGRpbg/b3Blb+g=",
        "/QWxh/ZGRpbg/b3Blb+g=",
        "-----BEGIN PRIVATE KEY-----\nQWxh/ZGRpbg==\n-----END PRIVATE KEY-----",
        "QWxhZGRpbg\0",
        "QWxhZGRpbg/token"
      })
  void whatMayBeTheSecretIsNot(String secret) {
    assertThat(SecretPath.shown(secret)).doesNotContain("QWxh").contains("not shown");
    assertThat(SecretPath.shown(folder + "/" + secret + "/b3Blb+g="))
        .doesNotContain("QWxh")
        .contains("not shown");
  }

  @Test
  void ofAPathThatEndsSomewhereThePartThatExistsIsShown() {
    assertThat(SecretPath.shown(folder + "/no/token"))
        .isEqualTo(folder + "/… (not shown from there on)");
  }
}
