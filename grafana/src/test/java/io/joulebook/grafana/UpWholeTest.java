package io.joulebook.grafana;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code up.sh} with the real Prometheus and Alertmanager: from calls over budget to the pager. */
@Needs({"prometheus", "prometheus-alertmanager|alertmanager", "bash"})
@Order(1) // RulesWholeTest is then last, and begins at once: it opens the stage for the others
class UpWholeTest {
  @TempDir private Path folder;

  @Test
  void callsOverBudgetPageSomebodyAndTheirEndIsToldToo() throws Exception {
    int port = freePort();
    try (OverBudgetServer server = OverBudgetServer.start();
        Pager pager = Pager.start();
        Child up = up(server, port, pager.url())) {
      up.await("the page", () -> pager.notice("firing").isPresent());
      checkPage(pager.notice("firing").orElseThrow(), server.address());
      server.saveEnergy();
      up.await("the resolve", () -> pager.notice("resolved").isPresent());
      JsonNode resolved = pager.notice("resolved").orElseThrow();
      assertThat(resolved.at("/commonLabels/alertname").asText()).isEqualTo("JoulebookBudgetBurn");
      assertThat(resolved.at("/alerts/0/status").asText()).isEqualTo("resolved");
    }
    assertThat(answers(port)).as("Prometheus has ended too").isFalse();
    try (Stream<Path> left = Files.list(folder.resolve("tmp"))) {
      assertThat(left).isEmpty();
    }
  }

  private static void checkPage(JsonNode page, String target) throws IOException {
    Map<?, ?> labels = new ObjectMapper().convertValue(page.path("commonLabels"), Map.class);
    assertThat(labels)
        .isEqualTo(
            Map.of(
                "alertname", "JoulebookBudgetBurn",
                "severity", "critical",
                "long", "1h",
                "short", "5m",
                "job", "joulebook",
                "budget", "embed",
                "source", "simulated"));
    assertThat(page.path("receiver").asText()).isEqualTo("page");
    assertThat(page.path("groupLabels").fieldNames())
        .toIterable()
        .containsExactlyInAnyOrder("alertname", "job", "budget");
    JsonNode annotations = page.path("commonAnnotations");
    assertThat(annotations.path("summary").asText())
        .isEqualTo(Rule.alerts().get(0).annotation("summary"));
    assertThat(annotations.path("description").asText())
        .contains("75% of the calls of joulebook", "budget embed", "source simulated")
        .doesNotContain("{{", target);
    assertThat(annotations.path("runbook_url").asText())
        .isEqualTo("http://" + target + "/runbooks#" + Runbooks.anchor("JoulebookBudgetBurn"));
  }

  @Test
  void whatIsMissingIsSaidWithWhatToDo() throws Exception {
    Path path = Files.createDirectory(folder.resolve("bin"));
    Files.createSymbolicLink(path.resolve("dirname"), Path.of("/usr/bin/dirname"));
    ProcessBuilder bare = new ProcessBuilder("/bin/bash", script(Dashboard.folder()));
    bare.environment().put("PATH", path.toString());
    Program nothing = Program.run(bare);
    assertThat(nothing.exit()).isEqualTo(1);
    assertThat(nothing.output())
        .contains("Not installed (or not on PATH): prometheus prometheus-alertmanager.", "apt-get");
  }

  @Test
  void whatCannotWorkIsRefusedBeforeAnythingStarts() throws Exception {
    String nobody = "127.0.0.1:" + freePort();
    assertRefused("Nothing answers at " + nobody, "--target", nobody);
    assertRefused("--target takes HOST:PORT", "--target", "9487");
    assertRefused("--webhook takes a URL", "--webhook", "ftp://a");
    assertRefused("--scrape-interval takes a time", "--scrape-interval", "fast");
    assertRefused("must differ", "--port", "9093", "--alertmanager-port", "9093");
    assertRefused("Unknown option: --grafana", "--grafana");
    try (Pager other = Pager.start()) {
      String port = String.valueOf(other.port());
      assertRefused("Port " + port + " is taken", "--port", port);
    }
  }

  @Test
  void whatAnswersMustBeJoulebook() throws Exception {
    try (Pager other = Pager.start()) {
      String address = other.url().replaceAll("http://([^/]+)/.*", "$1");
      assertRefused("is not Joulebook", "--target", address);
    }
  }

  @Test
  void everyOptionIsInItsHelp() throws Exception {
    Program help = Program.run(Dashboard.folder(), "bash", "up.sh", "--help");
    assertThat(help.exit()).isZero();
    for (String option :
        List.of(
            "target", "port", "alertmanager-port", "webhook", "scrape-interval", "fast", "data")) {
      assertThat(help.output()).contains("--" + option + " ");
    }
  }

  private static void assertRefused(String why, String... options) throws Exception {
    ProcessBuilder builder = new ProcessBuilder("bash", script(Dashboard.folder()));
    builder.command().addAll(List.of("--port", "" + freePort()));
    builder
        .command()
        .addAll(List.of("--alertmanager-port", why.contains("differ") ? "9093" : "" + freePort()));
    builder.command().addAll(List.of(options));
    Program refused = Program.run(builder);
    assertThat(refused.exit()).isEqualTo(1);
    assertThat(refused.output()).contains(why);
  }

  private Child up(OverBudgetServer server, int port, String webhook) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder("bash", script(Dashboard.folder()), "--target", server.address());
    builder.command().addAll(List.of("--port", "" + port, "--alertmanager-port", "" + freePort()));
    builder.command().addAll(List.of("--webhook", webhook, "--fast"));
    builder.environment().merge("PATH", plainSed(), (path, first) -> first + ":" + path);
    builder.environment().put("TMPDIR", Files.createDirectory(folder.resolve("tmp")).toString());
    return Child.start(builder);
  }

  // A sed as on macOS and BSD in what matters: its -i takes the next argument for a suffix.
  private String plainSed() throws IOException {
    Path sed = Files.createDirectories(folder.resolve("plain")).resolve("sed");
    Files.writeString(
        sed,
        """
        #!/bin/sh
        for argument; do
          [ "$argument" != -i ] || { echo "sed: -i lacks a suffix" >&2; exit 1; }
        done
        PATH=${PATH#*:} exec sed "$@"
        """);
    Files.setPosixFilePermissions(sed, PosixFilePermissions.fromString("rwxr-xr-x"));
    return sed.getParent().toString();
  }

  private static String script(Path folder) {
    return folder.resolve("up.sh").toString();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static boolean answers(int port) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException refused) {
      return false;
    }
  }
}
