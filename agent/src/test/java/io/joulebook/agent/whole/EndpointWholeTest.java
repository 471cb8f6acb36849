package io.joulebook.agent.whole;

import static org.assertj.core.api.Assertions.assertThat;

import io.joulebook.agent.whole.app.CustomWorkload;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The endpoint within a host that is not like the others. */
class EndpointWholeTest {
  private static final String RANKER =
      ",power.source=simulated,hooks.custom=io.joulebook.agent.whole.app.Ranker#score=ranker";

  private static final Pattern SERVED = Pattern.compile("http://[^ ]+");

  @TempDir Path folder;

  private static AgentJvm.Builder host(String options) {
    return AgentJvm.main(CustomWorkload.class).agent(options + RANKER);
  }

  private static String answer(String address, String request) throws IOException {
    try (Socket socket =
        new Socket(InetAddress.getLoopbackAddress(), URI.create(address).getPort())) {
      socket.setSoTimeout(20_000);
      OutputStream out = socket.getOutputStream();
      out.write(request.getBytes(StandardCharsets.ISO_8859_1));
      InputStream in = socket.getInputStream();
      return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"-Xss180k", "-Xss256k"})
  void smallStacksOfTheHostAreNotTheEndpoints(String stack) throws Exception {
    try (AgentJvm jvm = host("metrics.address=127.0.0.1:0").flag(stack).start()) {
      String address = jvm.metricsAddress();
      String last = "GET / HTTP/1.0\r\n\r\n";
      assertThat(answer(address, "G / HTTP/1.1\r\nhost:\r\n\r\n".repeat(400) + last))
          .contains("405", "200 OK");
      assertThat(answer(address, "GET /metrics HTTP/1.0\r\n\r\n")).contains("joulebook_build_info");
    }
  }

  private static void obey(AgentJvm jvm, String command) throws Exception {
    jvm.say(command);
    assertThat(jvm.awaitOut("done " + command + ": ")).isEqualTo("ok");
  }

  @Test
  void theHostsDirectMemoryIsUsedUpWhileMetricsAreServed() throws Exception {
    try (AgentJvm jvm =
        host("metrics.address=127.0.0.1:0").flag("-XX:MaxDirectMemorySize=4m").start()) {
      String address = jvm.metricsAddress();
      obey(jvm, "direct full");
      obey(jvm, "score 10 1");
      assertThat(answer(address, "GET /metrics HTTP/1.0\r\n\r\n"))
          .contains(" 200 OK", "joulebook_build_info");
    }
  }

  @Test
  void theHostsDirectMemoryIsUsedUpBeforeMetricsAreServed() throws Exception {
    try (AgentJvm jvm =
        AgentJvm.main(CustomWorkload.class, "full")
            .agent("metrics.address=127.0.0.1:0" + RANKER)
            .flag("-XX:MaxDirectMemorySize=4m")
            .start()) {
      obey(jvm, "score 10 1");
      assertThat(jvm.awaitErr("metrics cannot be served")).contains("direct buffer memory");
      obey(jvm, "direct free");
      Matcher served = SERVED.matcher(jvm.awaitErr("metrics are served now on "));
      assertThat(served.find()).isTrue();
      assertThat(answer(served.group(), "GET /metrics HTTP/1.0\r\n\r\n")).contains(" 200 OK");
    }
  }

  @Test
  void everyInterfaceIsSaidAndPrintedAsAUrlThatOpens() throws Exception {
    try (AgentJvm jvm = host("metrics.address=0.0.0.0:0").start()) {
      assertThat(jvm.metricsAddress()).startsWith("http://127.0.0.1:");
      assertThat(jvm.awaitErr("on every network interface")).contains("metrics.token.file");
      assertThat(jvm.metrics().has("joulebook_build_info")).isTrue();
    }
  }

  @Test
  void theJdksLoggingIsLeftToTheHostByPasswordsAndTokens() throws Exception {
    Path token = Files.writeString(folder.resolve("token"), "s3cret");
    Path loaded = folder.resolve("loaded");
    try (AgentJvm jvm =
        host("metrics.address=127.0.0.1:0,metrics.token.file=" + token)
            .flag("-Xlog:class+load:file=" + loaded)
            .start()) {
      String address = jvm.metricsAddress();
      assertThat(answer(address, "GET /-/healthy HTTP/1.0\r\n\r\n")).contains(" 401 ");
      assertThat(answer(address, "GET /-/healthy HTTP/1.0\r\nAuthorization: Bearer s3cret\r\n\r\n"))
          .contains(" 200 OK");
      assertThat(Files.readString(loaded)).doesNotContain("java.util.logging.LogManager ");
    }
  }

  @Test
  void aProtectionThatCannotBeUsedLeavesNothingServed() throws Exception {
    Path web = Files.writeString(folder.resolve("web.yml"), "basic_auth_users: {a: %SEKRET}");
    try (AgentJvm jvm = host("metrics.address=127.0.0.1:0,metrics.web-config=" + web).start()) {
      assertThat(jvm.awaitErr(web.toString())).contains("line 1, column").doesNotContain("SEKRET");
      jvm.say("score 10 1");
      assertThat(jvm.awaitOut("done score 10 1: ")).isEqualTo("ok");
    }
  }
}
