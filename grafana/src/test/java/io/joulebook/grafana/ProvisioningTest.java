package io.joulebook.grafana;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** What Grafana is told on its start, and Prometheus. */
class ProvisioningTest {
  private static final Map<String, Object> PROMETHEUS = read("prometheus/prometheus.yml");

  @Test
  void theDataSourceIsThePrometheusThatScrapesTheAgent() {
    Map<String, Object> file = read("provisioning/datasources/prometheus.yaml");
    Map<String, Object> source = only(file, "datasources");
    assertThat(file).containsEntry("apiVersion", 1);
    assertThat(source)
        .containsEntry("type", "prometheus")
        .containsEntry("uid", "joulebook-prometheus")
        .containsEntry("url", "http://127.0.0.1:9090");
    assertThat(map(source.get("jsonData")).get("timeInterval"))
        .isEqualTo(map(PROMETHEUS.get("global")).get("scrape_interval"));
  }

  @Test
  void dashboardsAreReadFromTheFolderThatTheReadmeMounts() throws IOException {
    Map<String, Object> file = read("provisioning/dashboards/joulebook.yaml");
    Map<String, Object> provider = only(file, "providers");
    String path = String.valueOf(map(provider.get("options")).get("path"));
    assertThat(file).containsEntry("apiVersion", 1);
    assertThat(provider).containsEntry("type", "file").containsKey("name");
    assertThat(Files.readString(Dashboard.folder().resolve("README.md"))).contains(path);
  }

  @Test
  void prometheusScrapesTheAgentsDefaultAddress() {
    Map<String, Object> job = only(PROMETHEUS, "scrape_configs");
    assertThat(job).containsEntry("job_name", "joulebook");
    assertThat(only(job, "static_configs")).containsEntry("targets", List.of("127.0.0.1:9487"));
  }

  private static Map<String, Object> read(String name) {
    Path file = Dashboard.folder().resolve(name);
    try {
      return map(new Load(LoadSettings.builder().build()).loadFromString(Files.readString(file)));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> map(Object node) {
    return (Map<String, Object>) node;
  }

  private static Map<String, Object> only(Map<String, Object> parent, String list) {
    List<?> entries = (List<?>) parent.get(list);
    assertThat(entries).hasSize(1);
    return map(entries.get(0));
  }
}
