package io.joulebook.grafana;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What draws dashboards with Grafana's own components: the program in the folder {@code render}.
 */
final class Renderer {
  static final String LIGHT = "overview";

  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final long POINTS = 120;

  private Renderer() {}

  /** Draws those boards at the stage's moment, and gives the report of it. */
  static RenderReport draw(Stage stage, Path boards) throws Exception {
    Path out = Screenshots.folder();
    Instant from = stage.since();
    long range = Duration.between(from, stage.now()).toSeconds();
    List<String> command =
        new ArrayList<>(List.of("--boards", boards.toString(), "--out", out.toString()));
    command.addAll(List.of("--prometheus", stage.prometheus().address(), "--light", LIGHT));
    command.addAll(List.of("--from", millis(from), "--to", millis(stage.now())));
    command.addAll(List.of("--step", String.valueOf(Math.max(1, range / POINTS))));
    command.addAll(List.of("--rate", String.valueOf(Viewer.RATE_INTERVAL.toSeconds())));
    command.addAll(List.of("--chromium", chromium()));
    if (Screenshots.areForDocs()) {
      command.add("--small");
    }
    Node.run("render.mjs", command);
    return new RenderReport(MAPPER.readTree(out.resolve("report.json").toFile()));
  }

  /** Opens the demo's page for people, and gives what it says. */
  static JsonNode page(Stage stage) throws Exception {
    Path out = Dashboard.folder().resolve("target/page");
    String url = "http://" + stage.metricsAddress() + "/";
    Node.run("page.mjs", List.of("--url", url, "--out", out.toString(), "--chromium", chromium()));
    return MAPPER.readTree(out.resolve("page.json").toFile());
  }

  private static String chromium() {
    return Needs.Condition.onPath("chromium").orElseThrow().toString();
  }

  private static String millis(Instant time) {
    return String.valueOf(time.toEpochMilli());
  }
}
