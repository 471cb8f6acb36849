package io.joulebook.grafana;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The dashboards by Grafana's own types. */
class SchemasTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final Schemas schemas = new Schemas();

  static List<Path> files() throws IOException {
    return Dashboard.files();
  }

  @ParameterizedTest
  @MethodSource("files")
  void itIsAsGrafanasTypesSay(Path file) throws IOException {
    assertThat(schemas.faults(Dashboard.read(file))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "'', schemaVersion, '\"39\"', schemaVersion: string found",
    "'', colour, '\"red\"', 'property ''colour'' is not defined'",
    "/panels/0, titel, '\"A\"', /panels/0",
    "/panels/0/gridPos, w, '\"6\"', /panels/0",
    "/panels/0/options, colorMode, '\"backgroud\"', '/colorMode: does not have a value'",
    "/panels/0/options, graphMod, '\"none\"', 'property ''graphMod'' is not defined'",
    "/panels/8/options/legend, placement, '\"left\"', '/legend/placement: does not have a value'",
    "/panels/8/fieldConfig/defaults/custom, lineWidth, '\"1\"', '/lineWidth: string found'",
    "/panels/0/fieldConfig/defaults, custom, '{\"a\": 1}', no custom options",
    "/templating/list/1, refresh, 4, /templating/list/1/refresh: does not have a value",
    "/annotations/list/1, enabled, true, 'property ''enabled'' is not defined'",
    "/links/0, keepTime, '\"yes\"', /links/0/keepTime: string found",
  })
  void aFaultIsFound(String at, String field, String value, String fault) throws IOException {
    Dashboard dashboard = Dashboard.named("overview");
    ((ObjectNode) dashboard.json().at(at)).set(field, MAPPER.readTree(value));
    assertThat(schemas.faults(dashboard)).anyMatch(found -> found.contains(fault));
  }

  @Test
  void whatIsMissingIsFoundToo() throws IOException {
    Dashboard dashboard = Dashboard.named("overview");
    ((ObjectNode) dashboard.json().at("/panels/0/options")).remove("wideLayout");
    assertThat(schemas.faults(dashboard)).anyMatch(found -> found.contains("wideLayout"));
  }

  @Test
  void theyAreOfTheVersionThatDrawsAndSayWhoseTheyAre() throws IOException {
    JsonNode render = MAPPER.readTree(Dashboard.folder().resolve("render/package.json").toFile());
    String version = render.path("dependencies").path("@grafana/schema").asText();
    try (Stream<Path> files = Files.list(Schemas.folder())) {
      for (Path file : files.toList()) {
        assertThat(MAPPER.readTree(file.toFile()).path("$comment").asText())
            .contains("@grafana/schema " + version + ",", "Grafana Labs", "Apache License 2.0");
      }
    }
  }
}
