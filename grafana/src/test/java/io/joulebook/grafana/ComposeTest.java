package io.joulebook.grafana;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code docker-compose.yml}, which no test runs: its paths, versions, ports and copies. */
class ComposeTest {
  private static final Path FOLDER = Dashboard.folder();

  @Test
  void everyVersionIsPinned() throws IOException {
    assertThat(services())
        .hasSize(3)
        .allSatisfy(
            service ->
                assertThat(service.text("image")).matches("[a-z]+/[a-z]+:v?\\d+\\.\\d+\\.\\d+"));
  }

  @Test
  void whatIsMountedIsThereAndReadOnly() throws IOException {
    List<String> mounts =
        volumes().filter(mount -> mount.startsWith(".")).map(Object::toString).toList();
    assertThat(mounts).hasSize(6).allMatch(mount -> mount.endsWith(":ro"));
    assertThat(mounts).allSatisfy(mount -> assertThat(FOLDER.resolve(source(mount))).exists());
  }

  @Test
  void whatIsNotMountedFromHereIsAVolume() throws IOException {
    assertThat(volumes().filter(mount -> !mount.startsWith(".")).map(ComposeTest::source))
        .isNotEmpty()
        .allMatch(compose().at("volumes").map()::containsKey);
  }

  @Test
  void allPortsAreOnLoopback() throws IOException {
    assertThat(services())
        .flatExtracting(service -> service.values("ports"))
        .hasSize(3)
        .allMatch(port -> port.toString().startsWith("127.0.0.1:"));
  }

  @Test
  void theFirstPageOfGrafanaIsTheOverview() throws IOException {
    Yaml environment = compose().at("services").at("grafana").at("environment");
    String home = environment.text("GF_DASHBOARDS_DEFAULT_HOME_DASHBOARD_PATH");
    String inside = "/var/lib/grafana/dashboards";
    assertThat(volumes()).contains("./dashboards:" + inside + ":ro");
    assertThat(FOLDER.resolve(home.replace(inside, "dashboards"))).exists();
    Path provider = FOLDER.resolve("provisioning/dashboards/joulebook.yaml");
    assertThat(Files.readString(provider)).contains("path: " + inside);
  }

  @ParameterizedTest
  @CsvSource({
    "compose/prometheus.yml, prometheus/prometheus.yml",
    "compose/alertmanager.yml, alertmanager/alertmanager.yml",
    "compose/datasource.yaml, provisioning/datasources/prometheus.yaml"
  })
  void itsConfigurationIsTheOneThatIsRunButForAddresses(String copy, String original)
      throws IOException {
    Map<String, String> addresses =
        Map.of(
            "127.0.0.1:9487", "host.docker.internal:9487",
            "127.0.0.1:9093", "alertmanager:9093",
            "127.0.0.1:9090", "prometheus:9090",
            "127.0.0.1:9099", "host.docker.internal:9099");
    String expected = Files.readString(FOLDER.resolve(original));
    for (Map.Entry<String, String> address : addresses.entrySet()) {
      expected = expected.replace(address.getKey(), address.getValue());
    }
    assertThat(Files.readString(FOLDER.resolve(copy))).isEqualTo(expected);
  }

  @Test
  void itSaysThatItIsNotRunAndSoDoesTheReadme() throws IOException {
    assertThat(FOLDER.resolve("docker-compose.yml")).content().contains("not run by this");
    assertThat(FOLDER.resolve("README.md")).content().contains("`docker-compose.yml` is not run");
  }

  private static Yaml compose() throws IOException {
    return Yaml.read(FOLDER.resolve("docker-compose.yml"));
  }

  private static List<Yaml> services() throws IOException {
    return compose().at("services").map().values().stream().map(Yaml::of).toList();
  }

  private static Stream<String> volumes() throws IOException {
    return services().stream()
        .flatMap(service -> service.values("volumes").stream())
        .map(Object::toString);
  }

  private static String source(String mount) {
    return mount.substring(0, mount.indexOf(':'));
  }
}
