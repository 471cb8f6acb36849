package io.joulebook.grafana;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Two namespaces, and one JVM of which Prometheus knows no namespace, as the real one sees them.
 */
@Needs("promtool")
class NamespacesTest {
  private static final Chosen NOTHING =
      new Chosen(
          Instant.ofEpochSecond(900),
          Duration.ofSeconds(600),
          Duration.ofSeconds(60),
          Duration.ofSeconds(15),
          Map.of("job", "j"));

  /** One address was a pod of each namespace, one after the other. */
  private static final String SERIES =
      """
      tests:
        - interval: 15s
          input_series:
            - series: joulebook_build_info{job="j",namespace="a",pod="a-1",instance="10.0.0.1:9487"}
              values: 1x60
            - series: joulebook_build_info{job="j",namespace="b",pod="b-1",instance="10.0.0.2:9487"}
              values: 1x60
            - series: joulebook_build_info{job="j",instance="host:9487"}
              values: 1x60
            - series: joulebook_measured_joules_total{job="j",namespace="a",pod="a-1",instance="10.0.0.1:9487",device="d",source="nvml"}
              values: 0+15x60
            - series: joulebook_measured_joules_total{job="j",namespace="b",pod="b-1",instance="10.0.0.2:9487",device="e",source="nvml"}
              values: 0+150x60
            - series: joulebook_measured_joules_total{job="j",namespace="b",pod="b-0",instance="10.0.0.1:9487",device="d",source="nvml"}
              values: 0+1500x60
            - series: joulebook_measured_joules_total{job="j",instance="host:9487",device="f",source="nvml"}
              values: 0+15000x60
          promql_expr_test:
      """;

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({
    "namespace, a, 1",
    "namespace, b, 110",
    "pod, b-0, 100",
    "gpu, d, 101",
    "instance, host:9487, 1000",
  })
  void whatIsChosenIsTheOnlyOneCounted(String variable, String value, double watts)
      throws Exception {
    assertThat(promtool(power(NOTHING.with(variable, value), watts))).isEmpty();
    assertThat(promtool(power(NOTHING.with(variable, value), watts + 1))).contains("FAILED");
  }

  @Test
  void whatHasNoNamespaceIsCountedToo() throws Exception {
    assertThat(promtool(power(NOTHING, 1111))).isEmpty();
  }

  private static String power(Chosen chosen, double watts) throws IOException {
    String expression =
        Dashboard.named("overview").panel("Power now").targets().get(0).expression();
    return look("round(" + chosen.in(expression) + ")", "{source=\"nvml\"}", watts);
  }

  @Test
  void instancesAreOfferedOfTheNamespaceThatIsChosen() throws Exception {
    for (Dashboard board : Dashboard.all()) {
      assertThat(promtool(offered(board, NOTHING, 3))).isEmpty();
      assertThat(promtool(offered(board, NOTHING.with("namespace", "b"), 1))).isEmpty();
      assertThat(promtool(offered(board, NOTHING.with("pod", "a-1"), 1))).isEmpty();
      assertThat(promtool(offered(board, NOTHING.with("pod", "b-0"), 1))).contains("got: nil");
    }
  }

  private static String offered(Dashboard board, Chosen chosen, int instances) {
    Variable variable =
        board.variables().stream()
            .filter(v -> v.name().equals("instance"))
            .findFirst()
            .orElseThrow();
    String values = "count(count by (instance) (%s))".formatted(chosen.in(variable.selector()));
    return look(values, "{}", instances);
  }

  private static String look(String expression, String labels, double value) {
    return """
            - eval_time: 15m
              expr: '%s'
              exp_samples: [{labels: '%s', value: %s}]
        """
        .formatted(expression, labels, value);
  }

  /** What it finds wrong; empty if nothing. */
  private String promtool(String look) throws IOException, InterruptedException {
    Path test = folder.resolve("test.yml");
    Files.writeString(test, SERIES + look);
    Program run = Program.run(folder, "promtool", "test", "rules", test.toString());
    assertThat(run.output()).containsAnyOf("SUCCESS", "FAILED:");
    return run.exit() == 0 ? "" : run.output();
  }
}
