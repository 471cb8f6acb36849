package io.joulebook.grafana;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Every command of docs/alerting.md, in its order, on ports of its own. */
@Needs({"prometheus", "prometheus-alertmanager|alertmanager", "promtool", "amtool", "bash"})
class AlertingWholeTest {
  private static final Path ROOT = Dashboard.folder().resolve("..").normalize();
  private static final Pattern COMMAND = Pattern.compile("```sh\n(.*?)\n```", Pattern.DOTALL);

  private static final Pattern PORTS = Pattern.compile("\\b(8080|9487|9090|9093|9099)\\b");

  private final Map<String, String> ports = new LinkedHashMap<>();

  private static List<String> commands() throws IOException {
    return COMMAND
        .matcher(Files.readString(ROOT.resolve("docs/alerting.md")))
        .results()
        .map(found -> found.group(1))
        .toList();
  }

  @Test
  void whoFollowsThePageSeesTheAlertFireAndEnd() throws Exception {
    List<String> page = commands();
    assertThat(page).hasSize(7);
    try (Pager pager = Pager.start()) {
      choosePorts(pager);
      assertThat(run(page.get(0)).exit()).isZero();
      try (Child demo = start(page.get(1), "--no-build", "--port", "8080")) {
        demo.await("(Sending requests until then)");
        await(demo, page.get(2), "budget=\"embed\",source=\"simulated\",verdict=\"over\"} [1-9]");
        try (Child up = start(page.get(3))) {
          up.await("(Up until Ctrl-C)");
          await(up, page.get(4), "JoulebookBudgetBurn");
          await(up, page.get(5), "JoulebookBudgetBurn");
          up.await("the page", () -> pager.notice("firing").isPresent());
          checkPage(pager.notice("firing").orElseThrow());
          assertThat(run(page.get(6)).exit()).isZero();
          up.await("the resolve", () -> pager.notice("resolved").isPresent());
        }
      }
    }
  }

  private static void checkPage(JsonNode page) {
    JsonNode labels = page.path("commonLabels");
    assertThat(labels.path("alertname").asText()).isEqualTo("JoulebookBudgetBurn");
    assertThat(labels.path("severity").asText()).isEqualTo("critical");
    assertThat(labels.path("budget").asText()).isEqualTo("embed");
    assertThat(labels.path("source").asText()).isEqualTo("simulated");
    assertThat(page.at("/commonAnnotations/description").asText()).contains("budget embed");
  }

  // The page's own ports may be in use here.
  private void choosePorts(Pager pager) throws IOException {
    for (String port : List.of("8080", "9487", "9090", "9093")) {
      ports.put(port, String.valueOf(freePort()));
    }
    ports.put("9099", String.valueOf(pager.port()));
  }

  private Child start(String command, String... more) throws IOException {
    String options =
        command.contains("demo.sh")
            ? " --metrics-port 9487 --requests 20"
            : " --target 127.0.0.1:9487 --port 9090 --alertmanager-port 9093";
    return Child.start(bash("exec " + command + options + " " + String.join(" ", more)));
  }

  private void await(Child beside, String command, String wanted) throws Exception {
    Pattern pattern = Pattern.compile(wanted);
    beside.await(command, () -> pattern.matcher(run(command).output()).find());
  }

  private Program run(String command) throws Exception {
    return Program.run(bash(command));
  }

  private ProcessBuilder bash(String command) {
    String here =
        PORTS.matcher(command).replaceAll(port -> Objects.requireNonNull(ports.get(port.group())));
    ProcessBuilder builder = new ProcessBuilder("bash", "-c", here);
    builder.environment().put("DJL_CACHE_DIR", ROOT.resolve("examples/target/djl").toString());
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    return builder.directory(ROOT.toFile());
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
