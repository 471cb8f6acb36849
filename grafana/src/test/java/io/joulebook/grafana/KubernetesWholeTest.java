package io.joulebook.grafana;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The manifests by the operator's own resource definitions, and what Prometheus makes of them. */
@Needs({"node", "npm", "promtool"})
class KubernetesWholeTest {
  private static final List<String> FILES =
      List.of("podmonitor.yaml", "prometheusrule.yaml", "servicemonitor.yaml");

  private static final ObjectMapper MAPPER = new ObjectMapper();

  @TempDir private Path folder;

  @Test
  void theyAreAsTheOperatorsDefinitionsSay() throws Exception {
    Map<String, Object> manifests = new TreeMap<>();
    for (String file : FILES) {
      manifests.put(file, Yaml.read(Manifests.FOLDER.resolve(file)).map());
    }
    Map<String, List<String>> judged = Node.judged("manifests.mjs", manifests);
    assertThat(judged).containsOnlyKeys(FILES);
    assertThat(judged).allSatisfy((file, faults) -> assertThat(faults).as(file).isEmpty());
  }

  static List<List<String>> spoilt() {
    return List.of(
        List.of("podmonitor.yaml", "interval: 15s", "interval: fifteen bananas", "/interval"),
        List.of("podmonitor.yaml", "interval: 15s", "interval: 15", "/interval must be string"),
        List.of("podmonitor.yaml", "port: joulebook", "port: 9487", "/port must be string"),
        List.of("podmonitor.yaml", "  selector:", "  selectors:", "required property selector"),
        List.of("podmonitor.yaml", "kind: PodMonitor", "kind: PodMonitr", "no kind"),
        List.of("servicemonitor.yaml", "interval: 15s", "interval: fifteen bananas", "/interval"),
        List.of("servicemonitor.yaml", "targetLabel: job", "action: rename", "/relabelings/0/act"),
        List.of("servicemonitor.yaml", "endpoints:", "jobs:", "required property endpoints"),
        List.of("prometheusrule.yaml", "for: 5m", "for: five minutes", "/for must match"),
        List.of("prometheusrule.yaml", "expr:", "expression:", "required property expr"),
        List.of("prometheusrule.yaml", "severity: warning", "severity: 3", "/severity must be"));
  }

  @Test
  void whatTheyForbidIsFound() throws Exception {
    Map<String, Object> manifests = new LinkedHashMap<>();
    for (List<String> one : spoilt()) {
      manifests.put(one.toString(), spoilt(one.get(0), one.get(1), one.get(2)));
    }
    Map<String, List<String>> judged = Node.judged("manifests.mjs", manifests);
    assertThat(spoilt())
        .allSatisfy(
            one ->
                assertThat(judged.get(one.toString()))
                    .anyMatch(found -> found.contains(one.get(3))));
  }

  private Map<String, Object> spoilt(String file, String part, String instead) throws IOException {
    String text = Files.readString(Manifests.FOLDER.resolve(file));
    assertThat(text).contains(part);
    Path spoilt = folder.resolve(file);
    Files.writeString(spoilt, text.replace(part, instead));
    return Yaml.read(spoilt).map();
  }

  /**
   * What the operator does before the relabelings of a monitor: it takes the label that it names.
   */
  @ParameterizedTest
  @CsvSource({
    "podmonitor.yaml, podMetricsEndpoints, pod_label_app_kubernetes_io_name",
    "servicemonitor.yaml, endpoints, service_label_app_kubernetes_io_name",
  })
  void aServiceOfOneNameInTwoNamespacesIsTwoJobs(String file, String endpoints, String label)
      throws Exception {
    Yaml spec = Yaml.read(Manifests.FOLDER.resolve(file)).at("spec");
    assertThat(label).endsWith(spec.text("jobLabel").replaceAll("[./]", "_"));
    List<Yaml> relabelings = spec.list(endpoints).get(0).list("relabelings");
    Path config = folder.resolve("prometheus.yml");
    Files.writeString(config, configuration("__meta_kubernetes_" + label, relabelings));
    Program found =
        Program.run(
            new ProcessBuilder(
                "promtool",
                "check",
                "service-discovery",
                "--timeout=2s",
                config.toString(),
                "monitor"));
    assertThat(found.exit()).as(found.output()).isZero();
    assertThat(Dashboard.stream(json(found.output())))
        .extracting(target -> target.at("/labels/job").asText())
        .containsExactlyInAnyOrder("blue/model-server", "green/model-server");
  }

  // YAML takes JSON as it is.
  private static String configuration(String label, List<Yaml> relabelings) throws IOException {
    String own =
        relabelings.stream()
            .map(KubernetesWholeTest::asPrometheusWritesIt)
            .collect(Collectors.joining());
    return """
    scrape_configs:
      - job_name: monitor
        static_configs:
          - targets: ["blue:1"]
            labels: {__meta_kubernetes_namespace: blue, LABEL: model-server}
          - targets: ["green:1"]
            labels: {__meta_kubernetes_namespace: green, LABEL: model-server}
        relabel_configs:
          - {source_labels: [LABEL], regex: (.+), target_label: job}
    """
            .replace("LABEL", label)
        + own;
  }

  private static String asPrometheusWritesIt(Yaml relabeling) {
    Map<String, Object> renamed = new TreeMap<>();
    relabeling
        .map()
        .forEach(
            (key, value) ->
                renamed.put(key.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT), value));
    return "      - " + MAPPER.valueToTree(renamed) + "\n";
  }

  private static JsonNode json(String output) throws IOException {
    return MAPPER.readTree(output.substring(output.indexOf('[')));
  }
}
