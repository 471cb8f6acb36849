package io.joulebook.examples.whole;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code demo.sh} as a user runs it, on ports of its own. */
@NeedsBash
class DemoWholeTest {
  private static final Path SCRIPT = Forked.basedir().resolve("demo.sh");

  @TempDir private Path folder;

  @Test
  void itPrintsATableAndLeavesNothingBehind() throws Exception {
    int port = freePort();
    try (Forked demo = demo("--no-build", "--once", "--requests", "10", "--port", "" + port)) {
      assertThat(demo.awaitExit()).describedAs(demo::output).isZero();
      assertThat(demo.output())
          .contains("Nothing is measured. The server, the model and the calls are real.")
          .contains("grid.zone=DE), the demo's choice")
          .contains("  100 %  20 of 20 requests")
          .containsPattern(
              "minilm-batched +10 +54 +[\\d.]+ m?J +[\\d.]+ m?J +[\\d.]+ [mµ]g +[\\d.]+ %")
          .containsPattern("minilm-one-by-one +54 +54 +[\\d.]+ m?J +[\\d.]+ m?J +[\\d.]+ [mµ]g +")
          .containsPattern("measured [\\d.]+ J = requests [\\d.]+ \\+ idle .*, residual 0 J")
          .doesNotContain("Exception", "WARN");
    }
    assertNobodyListensOn(port);
    assertThat(folder).isDirectoryNotContaining("glob:**joulebook-demo*");
  }

  @Test
  void itStaysUpUntilItIsToldToStop() throws Exception {
    int port = freePort();
    List<String> options = List.of("--no-build", "--requests", "2", "--source", "simulated");
    List<String> places = List.of("--metrics-host", "127.0.0.2", "--port", "" + port);
    try (Forked demo =
        demo(Stream.of(options, places).flatMap(List::stream).toArray(String[]::new))) {
      demo.await("metrics  (http://127.0.0.2:[0-9]+/metrics)");
      demo.await("(Up until Ctrl-C)");
      demo.await("(less .*/server.log)");
      assertThat(new Web(URI.create("http://127.0.0.1:" + port)).embed("/embed", "Hello."))
          .hasSize(1);
      demo.terminate();
      assertThat(demo.awaitExit()).isZero();
      assertThat(demo.output()).endsWith("Stopped.");
    }
    assertNobodyListensOn(port);
    assertThat(folder).isDirectoryNotContaining("glob:**joulebook-demo*");
  }

  @Test
  void aPortThatIsTakenIsNamedWithWhatToDo() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Forked demo = demo("--once", "--port", "" + taken.getLocalPort())) {
      assertThat(demo.awaitExit()).isEqualTo(1);
      assertThat(demo.output())
          .contains("Port " + taken.getLocalPort() + " is taken by ")
          .containsPattern("choose another port: examples/demo.sh --port \\d+");
    }
  }

  @Test
  void withoutANetworkItSaysHowToBuildElsewhere() throws Exception {
    Path offline = mavenWithoutNetwork();
    Path examples = folder.resolve("checkout/examples");
    Files.createDirectories(examples.resolve("demo"));
    Path script = Files.copy(SCRIPT, examples.resolve("demo.sh"));
    Files.copy(SCRIPT.resolveSibling("demo/needs.sh"), examples.resolve("demo/needs.sh"));
    ProcessBuilder builder = command(script, List.of("--port", "" + freePort()));
    builder.environment().merge("PATH", offline.toString(), (path, first) -> first + ":" + path);
    try (Forked demo = Forked.start(builder)) {
      assertThat(demo.awaitExit()).isEqualTo(1);
      assertThat(demo.output())
          .contains("Maven could not download what the build needs")
          .contains("settings.xml")
          .contains("mvn -B -DskipTests package");
    }
  }

  @Test
  void aBadOptionIsRefusedBeforeAnythingIsStarted() throws Exception {
    assertRefused("--source takes auto, nvml or simulated, not 'coal'.", "--source", "coal");
    assertRefused("--port takes a number from 1 to 65535, not '70000'.", "--port", "70000");
    assertRefused("--requests needs a value.", "--requests");
    assertRefused(
        "--metrics-host takes an IPv4 address of this machine", "--metrics-host", "0.0.0.0");
    assertRefused("Unknown option: --twice", "--twice");
    assertRefused("--config takes a file that can be read", "--config", "/no/such.yaml");
    assertRefused("--once ends, --keep-sending goes on", "--once", "--keep-sending");
  }

  @Test
  void aZoneThatDoesNotExistIsRefusedInTheAgentsWords() throws Exception {
    assertRefused(
        "grid.zone=\"XX\"", "--no-build", "--zone", "XX", "--port", String.valueOf(freePort()));
  }

  private void assertRefused(String reason, String... options) throws Exception {
    try (Forked demo = demo(options)) {
      assertThat(demo.awaitExit()).isEqualTo(1);
      assertThat(demo.output()).contains(reason).doesNotContain("Starting");
    }
  }

  private Path mavenWithoutNetwork() throws IOException {
    Path bin = Files.createDirectories(folder.resolve("bin"));
    Path mvn = bin.resolve("mvn");
    Files.writeString(
        mvn,
        """
        #!/bin/sh
        echo '[ERROR] Could not transfer artifact a:b:pom:1 from/to central: Unknown host'
        exit 1
        """);
    assertThat(mvn.toFile().setExecutable(true)).isTrue();
    return bin;
  }

  private Forked demo(String... options) throws IOException {
    return Forked.start(
        command(
            SCRIPT,
            Stream.concat(
                    Stream.of("--metrics-port", String.valueOf(freePort())), Stream.of(options))
                .toList()));
  }

  private ProcessBuilder command(Path script, List<String> options) {
    List<String> command = new ArrayList<>(List.of("bash", script.toString()));
    command.addAll(options);
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("JAVA_HOME", Forked.javaHome().toString());
    builder.environment().put("TMPDIR", folder.toString());
    return builder;
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static void assertNobodyListensOn(int port) {
    assertThatThrownBy(() -> new Socket(InetAddress.getLoopbackAddress(), port).close())
        .isInstanceOf(ConnectException.class);
  }
}
