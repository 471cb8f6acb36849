package io.joulebook.grafana;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The manifests for Kubernetes and the Prometheus Operator. */
class KubernetesTest {
  private static final Path RULES = Manifests.FOLDER.resolve("prometheusrule.yaml");

  @TempDir private Path folder;

  static List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(Manifests.FOLDER)) {
      return files.sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("files")
  void itHasNoFieldThatKubernetesDoesNotKnow(Path file) throws IOException {
    assertThat(Yaml.all(file)).isNotEmpty().allMatch(one -> Manifests.fault(one).isEmpty());
  }

  @ParameterizedTest
  @CsvSource({
    "servicemonitor.yaml, interval:, intervall:",
    "servicemonitor.yaml, matchLabels:, matchLabel:",
    "servicemonitor.yaml, jobLabel:, jobLable:",
    "podmonitor.yaml, podMetricsEndpoints:, endpoints:",
    "podmonitor.yaml, targetLabel:, target_label:",
    "prometheusrule.yaml, keep_firing_for:, keepFiringFor:",
    "deployment.yaml, containerPort:, port:",
    "deployment.yaml, targetPort:, targetport:",
    "deployment.yaml, apps/v1, apps/v1beta1",
  })
  void aFieldMisspeltIsFound(String file, String part, String instead) throws IOException {
    String text = Files.readString(Manifests.FOLDER.resolve(file));
    assertThat(text).contains(part);
    Path spoilt = folder.resolve(file);
    Files.writeString(spoilt, text.replace(part, instead));
    assertThat(faults(spoilt)).isNotEmpty();
  }

  private static List<String> faults(Path file) throws IOException {
    return Yaml.all(file).stream().flatMap(one -> Manifests.fault(one).stream()).toList();
  }

  @Test
  void theRulesAreThoseOfPrometheus() throws IOException {
    String written = Manifests.prometheusRule();
    if ("write".equals(System.getProperty("joulebook.golden"))) {
      Files.writeString(RULES, written);
    }
    assertThat(written)
        .as("to renew it: -Djoulebook.golden=write")
        .isEqualTo(Files.readString(RULES));
    List<Rule> rules =
        Yaml.read(RULES).at("spec").list("groups").stream()
            .flatMap(group -> group.list("rules").stream())
            .map(Rule::new)
            .toList();
    assertThat(rules).isEqualTo(Rule.all());
  }

  @Test
  void theMonitorsFindWhatTheDeploymentExposes() throws IOException {
    List<Yaml> documents = Yaml.all(Manifests.FOLDER.resolve("deployment.yaml"));
    Yaml template = documents.get(0).at("spec").at("template");
    Yaml service = documents.get(1);
    Yaml podMonitor = Yaml.read(Manifests.FOLDER.resolve("podmonitor.yaml")).at("spec");
    Yaml serviceMonitor = Yaml.read(Manifests.FOLDER.resolve("servicemonitor.yaml")).at("spec");
    Yaml container = template.at("spec").list("containers").get(0);
    assertThat(template.at("metadata").at("labels").map())
        .containsAllEntriesOf(podMonitor.at("selector").at("matchLabels").map())
        .containsAllEntriesOf(service.at("spec").at("selector").map())
        .containsKey(podMonitor.text("jobLabel"));
    assertThat(service.at("metadata").at("labels").map())
        .containsAllEntriesOf(serviceMonitor.at("selector").at("matchLabels").map())
        .containsKey(serviceMonitor.text("jobLabel"));
    assertThat(container.list("ports"))
        .extracting(port -> port.text("name"))
        .contains(podMonitor.list("podMetricsEndpoints").get(0).text("port"));
    assertThat(service.at("spec").list("ports"))
        .extracting(port -> port.text("name"))
        .contains(serviceMonitor.list("endpoints").get(0).text("port"));
    assertThat(container.list("env").get(0).text("value")).contains("metrics.address=0.0.0.0:9487");
  }
}
