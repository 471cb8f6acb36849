package io.joulebook.grafana;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The example of Alertmanager's configuration. */
@Needs("amtool")
class AlertmanagerTest {
  private static final Path FILE = Dashboard.folder().resolve("alertmanager/alertmanager.yml");

  @TempDir private Path folder;

  @Test
  void itIsValid() throws Exception {
    Program check = amtool("check-config", FILE.toString());
    assertThat(check.exit()).as(check.output()).isZero();
  }

  @Test
  void aKeyMisspeltIsFound() throws Exception {
    Path spoilt = folder.resolve("alertmanager.yml");
    Files.writeString(spoilt, Files.readString(FILE).replace("send_resolved", "send_resolvd"));
    Program check = amtool("check-config", spoilt.toString());
    assertThat(check.exit()).isNotZero();
    assertThat(check.output()).contains("send_resolvd");
  }

  @ParameterizedTest
  @CsvSource({"critical, page", "warning, ticket", "info, nobody", "unheard_of, ticket"})
  void anAlertGoesWhereItsSeveritySays(String severity, String receiver) throws Exception {
    Program route =
        amtool("config", "routes", "test", "--config.file=" + FILE, "severity=" + severity);
    assertThat(route.output().lines()).last().isEqualTo(receiver);
  }

  @Test
  void thereIsARouteForEverySeverityThatIsUsed() throws IOException {
    List<String> matchers =
        Yaml.read(FILE).at("route").list("routes").stream()
            .map(route -> String.valueOf(route.values("matchers")))
            .toList();
    assertThat(Rule.alerts())
        .extracting(rule -> "[severity=\"" + rule.labels().get("severity") + "\"]")
        .allMatch(matchers::contains);
  }

  @Test
  void aPageIsGroupedByBudgetAndKeepsTheTicketOfTheSameBudgetAndSourceQuiet() throws IOException {
    Yaml file = Yaml.read(FILE);
    assertThat(file.at("route").map().get("group_by"))
        .isEqualTo(List.of("alertname", "job", "budget"));
    assertThat(file.list("inhibit_rules"))
        .singleElement()
        .satisfies(
            rule -> {
              assertThat(rule.text("source_matchers")).contains("severity=\"critical\"");
              assertThat(rule.text("target_matchers")).contains("severity=\"warning\"");
              assertThat(rule.map().get("equal")).isEqualTo(List.of("job", "budget", "source"));
            });
  }

  @Test
  void whoeverIsToldIsToldOfTheEndToo() throws IOException {
    assertThat(Yaml.read(FILE).list("receivers"))
        .flatExtracting(receiver -> receiver.list("webhook_configs"))
        .hasSize(2)
        .allSatisfy(hook -> assertThat(hook.map()).containsEntry("send_resolved", true));
  }

  private static Program amtool(String... arguments) throws Exception {
    ProcessBuilder builder = new ProcessBuilder("amtool");
    builder.command().addAll(List.of(arguments));
    return Program.run(builder);
  }
}
